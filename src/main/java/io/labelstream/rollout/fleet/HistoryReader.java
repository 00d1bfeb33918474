package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the control log of a slot as an instance does. */
public final class HistoryReader {
  private HistoryReader() {}

  /**
   * Reads it up to its present end.
   *
   * @throws FleetException if there is no control topic, or Kafka refuses or does not answer
   */
  public static History read(final String slot, final RolloutPlace place, final FleetListener listener)
      throws IOException, FleetException, InterruptedException {
    try (FleetReader reader = FleetReader.open(place, listener)) {
      final List<ControlRecord> records = reader.records();
      final Fleet fleet = reader.fleet().orElse(StatusTopic.NOBODY);
      final FleetLead lead = FleetLead.of(place.lead(), fleet, Instant.now());
      if (lead.doubt().isPresent()) {
        listener.on(new FleetEvent.LeadDoubted(lead.doubt().get()));
      }
      final List<BaseVersion> bases = BaseVersion.of(fleet, slot);
      if (bases.size() > 1) {
        listener.on(new FleetEvent.BasesDiffer(slot, bases));
      }
      final ControlLog log = new ControlLog(lead.lead(), reader.trust(), Map.of(slot, bases.stream().findFirst().map(base -> entry(slot, base))));
      return of(slot, records, log, place.controlTopic(), lead, place.publicKeys().isEmpty() ? Keys.NONE : Keys.GIVEN)
          .withDamaged(reader.passedOver());
    }
  }

  /** The keys to check signatures with. */
  public enum Keys {
    NONE,
    GIVEN
  }

  /** The history of these records, as a log of this slot alone takes them. */
  public static History of(
      final String slot, final List<ControlRecord> records, final ControlLog log, final String topic, final FleetLead lead, final Keys keys) {
    final Map<Long, ControlLog.Outcome> outcomes = new LinkedHashMap<>();
    long nameless = 0;
    for (final ControlRecord record : records) {
      final ControlLog.Outcome outcome = log.append(record);
      if (outcome instanceof ControlLog.Refused refused && refused.slot().isEmpty()) {
        nameless++;
      }
      if (isAbout(slot, outcome)) {
        outcomes.put(record.offset(), outcome);
      }
    }
    final Map<Long, Entry> entries = log.entries(slot).stream().collect(Collectors.toMap(Entry::offset, entry -> entry));
    final List<History.Record> named = records.stream().filter(record -> outcomes.containsKey(record.offset()))
        .map(record -> new History.Record(record.offset(), record.appendTime(), announcement(record),
            signature(record, outcomes.get(record.offset()), keys), outcomes.get(record.offset()), Optional.ofNullable(entries.get(record.offset()))))
        .toList();
    return new History(slot, topic, lead.value(), named, log.timeline(slot), nameless, Instant.now());
  }

  private static boolean isAbout(final String slot, final ControlLog.Outcome outcome) {
    return switch (outcome) {
      case ControlLog.Accepted _ -> true;
      case ControlLog.Judged _ -> true;
      case ControlLog.Refused refused -> refused.slot().filter(slot::equals).isPresent();
      case ControlLog.Foreign _ -> false;
    };
  }

  private static Optional<Announcement> announcement(final ControlRecord record) {
    final byte[] value = record.value();
    return value != null && AnnouncementCodec.decode(value) instanceof AnnouncementCodec.Read(final Announcement announcement)
        ? Optional.of(announcement)
        : Optional.empty();
  }

  private static History.Signature signature(final ControlRecord record, final ControlLog.Outcome outcome, final Keys keys) {
    if (record.signature() == null) {
      return History.Signature.NONE;
    }
    if (keys == Keys.NONE) {
      return History.Signature.UNCHECKED;
    }
    return outcome instanceof ControlLog.Refused refused ? signature(refused.rejection().code()) : History.Signature.TRUSTED;
  }

  /** A record that breaks a rule that comes before the signature's leaves its signature unchecked. */
  private static History.Signature signature(final RejectionCode code) {
    return switch (code) {
      case BAD_SIGNATURE -> History.Signature.BAD;
      case UNREADABLE, UNKNOWN_SCHEMA, INVALID, NULL_VALUE, NO_APPEND_TIME, REPLAYED -> History.Signature.UNCHECKED;
      default -> History.Signature.TRUSTED;
    };
  }

  /** A base version as an entry; its family and size are not on the status topic, and do not matter here. */
  private static Entry entry(final String slot, final BaseVersion base) {
    return new Entry(new Announcement(slot, 1, base.model(), base.version(), "configured", new ArtifactReference("configuration", 1, base.sha256()),
        Optional.empty(), new Traffic.Live(), new EffectiveFrom.Beginning(), Reach.FORWARD, "", ""), Entry.BASE_OFFSET, Entry.BEGINNING);
  }
}
