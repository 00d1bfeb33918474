package io.labelstream.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a {@link ControlLog} knows of one slot, and those of its rules that are about a slot's earlier records. */
final class SlotLog {
  private final String slot;
  private final Optional<Entry> base;
  private final List<Entry> entries = new ArrayList<>();
  private final List<ControlLog.Outcome> history = new ArrayList<>();
  private final Set<Long> sequences = new HashSet<>();
  private final Map<Release, Entry> firstEntries = new HashMap<>();
  private long highestSequence;
  private boolean serving;
  private @Nullable Timeline timeline;

  /** A model's name and version, which stand for the same bytes for ever. */
  private record Release(String model, String version) {}

  SlotLog(final String slot, final Optional<Entry> base) {
    this.slot = slot;
    this.base = base;
    base.ifPresent(entry -> {
      if (entry.offset() != Entry.BASE_OFFSET || !entry.announcement().slot().equals(slot)) {
        throw new IllegalArgumentException("the base version of slot " + slot + " is for slot " + entry.announcement().slot() + " at offset "
            + entry.offset() + ", expected the same slot and offset " + Entry.BASE_OFFSET);
      }
      add(entry);
    });
  }

  Timeline timeline() {
    Timeline current = timeline;
    if (current == null) {
      current = Timeline.of(entries);
      timeline = current;
    }
    return current;
  }

  List<ControlLog.Outcome> history() {
    return List.copyOf(history);
  }

  long nextSequence() {
    if (highestSequence < Long.MAX_VALUE) {
      return highestSequence + 1;
    }
    long unused = 1;
    while (sequences.contains(unused)) {
      unused++;
    }
    return unused;
  }

  void remember(final ControlLog.Outcome outcome) {
    history.add(outcome);
  }

  /**
   * Takes an announcement that is sound and believed.
   *
   * @param earliest the first event time that it may touch, if it is not retroactive
   */
  ControlLog.Outcome take(final Announcement announcement, final long offset, final long earliest) {
    final Optional<Rejection> objection = keyObjection(announcement)
        .or(() -> conflict(announcement))
        .or(() -> unknown(announcement))
        .or(() -> timeObjection(announcement, earliest));
    if (objection.isPresent()) {
      return new ControlLog.Refused(Optional.of(slot), offset, objection.get());
    }
    final Entry entry = new Entry(announcement, offset, effectiveFrom(announcement, earliest));
    add(entry);
    return new ControlLog.Accepted(entry);
  }

  private void add(final Entry entry) {
    entries.add(entry);
    firstEntries.putIfAbsent(release(entry.announcement()), entry);
    serving |= switch (entry.announcement().traffic()) {
      case Traffic.Live _, Traffic.Canary _, Traffic.Shadow _ -> true;
      case Traffic.Staged _, Traffic.Withdrawn _ -> false;
    };
    timeline = null;
  }

  /** Uses the key up, whatever becomes of the announcement. */
  private Optional<Rejection> keyObjection(final Announcement announcement) {
    if (!sequences.add(announcement.sequence())) {
      return rejection(RejectionCode.DUPLICATE, announcement.key() + " was announced before, and the first announcement stands; the next sequence is "
          + nextSequence());
    }
    highestSequence = Math.max(highestSequence, announcement.sequence());
    return Optional.empty();
  }

  private Optional<Rejection> conflict(final Announcement announcement) {
    final Entry first = firstEntries.get(release(announcement));
    if (first == null || first.id().equals(announcement.id())) {
      return Optional.empty();
    }
    return rejection(RejectionCode.VERSION_CONFLICT, announcement.key() + " announces " + version(announcement) + " with the digest "
        + announcement.artifact().sha256() + ", but " + origin(first) + " has it with " + first.id().sha256());
  }

  private Optional<Rejection> unknown(final Announcement announcement) {
    if (!(announcement.traffic() instanceof Traffic.Withdrawn) || firstEntries.containsKey(release(announcement))) {
      return Optional.empty();
    }
    return rejection(RejectionCode.UNKNOWN_VERSION,
        announcement.key() + " withdraws " + version(announcement) + ", which slot " + slot + " never had");
  }

  private Optional<Rejection> timeObjection(final Announcement announcement, final long earliest) {
    if (announcement.reach() == Reach.RETROACTIVE) {
      return Optional.empty();
    }
    return switch (announcement.effectiveFrom()) {
      case EffectiveFrom.AfterLead _ -> Optional.empty();
      case EffectiveFrom.Beginning _ -> base.isPresent() || serving
          ? rejection(RejectionCode.NOT_FIRST, announcement.key() + " is effective from the beginning, but slot " + slot + " has "
              + (base.isPresent() ? "a base version" : "a version in use") + " already")
          : Optional.empty();
      case EffectiveFrom.At(final long epochMillis) -> epochMillis < earliest
          ? rejection(RejectionCode.TOO_LATE, announcement.key() + " is effective from " + Instant.ofEpochMilli(epochMillis)
              + ", expected " + Instant.ofEpochMilli(earliest) + " or later")
          : Optional.empty();
    };
  }

  private static long effectiveFrom(final Announcement announcement, final long earliest) {
    return switch (announcement.effectiveFrom()) {
      case EffectiveFrom.AfterLead _ -> earliest;
      case EffectiveFrom.Beginning _ -> Entry.BEGINNING;
      case EffectiveFrom.At(final long epochMillis) -> epochMillis;
    };
  }

  private static Release release(final Announcement announcement) {
    return new Release(announcement.model(), announcement.version());
  }

  private static String version(final Announcement announcement) {
    return announcement.model() + " " + announcement.version();
  }

  private static String origin(final Entry entry) {
    return entry.offset() == Entry.BASE_OFFSET ? "the base version" : "offset " + entry.offset();
  }

  private static Optional<Rejection> rejection(final RejectionCode code, final String detail) {
    return Optional.of(new Rejection(code, detail));
  }
}
