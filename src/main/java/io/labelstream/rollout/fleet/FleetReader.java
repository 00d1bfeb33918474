package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.ControlTopicReader;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** Reads announcements and the instances' own reports, and changes nothing. Not thread-safe. */
public final class FleetReader implements AutoCloseable {
  private final RolloutPlace place;
  private final Trust trust;
  private final ControlTopicReader control;
  private final StatusTopic status;
  private final FleetListener listener;
  private final List<ControlRecord> records = new ArrayList<>();

  private FleetReader(
      final RolloutPlace place, final Trust trust, final ControlTopicReader control, final StatusTopic status, final FleetListener listener) {
    this.place = place;
    this.trust = trust;
    this.control = control;
    this.status = status;
    this.listener = listener;
  }

  /** @throws FleetException if there is no control topic, or Kafka refuses or does not answer */
  public static FleetReader open(final RolloutPlace place, final FleetListener listener) throws FleetException, InterruptedException {
    final PlaceTopics topics = new PlaceTopics(place);
    topics.requireExisting(place.controlTopic());
    final Trust trust = topics.trust();
    try {
      final ControlTopicReader control = new ControlTopicReader(place.client(), place.controlTopic());
      return new FleetReader(place, trust, control, StatusTopic.open(place, listener), listener);
    } catch (final KafkaException failure) {
      throw topics.failed(place.controlTopic(), failure);
    }
  }

  /**
   * The fleet now.
   *
   * @param slot the one slot that is asked for; empty: all
   * @throws FleetException if there is no status topic, or Kafka refuses or does not answer
   */
  public FleetReport report(final Optional<String> slot) throws FleetException, InterruptedException {
    final List<ControlRecord> known = records();
    final Optional<Fleet> fleet = fleet();
    if (fleet.isEmpty()) {
      throw new FleetException(FleetException.Reason.NO_STATUS_TOPIC,
          "topic '" + place.statusTopic() + "' does not exist at " + place.servers() + ", so nothing is known of the instances");
    }
    final Instant now = Instant.now();
    final FleetLead lead = FleetLead.of(place.lead(), fleet.get(), now);
    final ControlLog log = ControlLog.ofAllSlots(lead.lead(), trust);
    known.forEach(log::append);
    return new FleetReport(now, lead, fleet.get(), log, known.isEmpty() ? 0 : known.getLast().offset() + 1, slot);
  }

  RolloutPlace place() {
    return place;
  }

  /** The trust of the instances. */
  Trust trust() {
    return trust;
  }

  /** All records of the control topic, up to its present end. */
  List<ControlRecord> records() throws FleetException, InterruptedException {
    try (TopicReading reading = listener.reading()) {
      records.addAll(control.read(PlaceTopics.PATIENCE, reading));
      return Collections.unmodifiableList(records);
    } catch (final KafkaException failure) {
      throw new PlaceTopics(place).failed(place.controlTopic(), failure);
    }
  }

  /** The number of records of the control topic that were passed over so far because they are too large. */
  long passedOver() {
    return control.passedOver();
  }

  /** The instances and their versions now; empty where there is no status topic. */
  Optional<Fleet> fleet() throws FleetException, InterruptedException {
    return status.read();
  }

  @Override
  public void close() {
    control.close();
    status.close();
  }
}
