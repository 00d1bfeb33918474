package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.SigningKey;
import io.labelstream.rollout.kafka.Announcer;
import io.labelstream.rollout.kafka.Announcer.Announced;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;

/** A session in which versions are announced and withdrawn, and the instances' answers are watched. Not thread-safe. */
public final class ControlSession implements AutoCloseable {
  private final RolloutPlace place;
  private final Announcer announcer;
  private final StatusTopic status;
  private final FleetLead lead;
  private final FleetListener listener;

  private ControlSession(
      final RolloutPlace place, final Announcer announcer, final StatusTopic status, final FleetLead lead, final FleetListener listener) {
    this.place = place;
    this.announcer = announcer;
    this.status = status;
    this.lead = lead;
    this.listener = listener;
  }

  /**
   * Asks for the instances' lead, and reads the control topic.
   *
   * @param key the key to sign with
   * @param listener is told of each step in this session
   * @throws FleetException if there is no control topic, or Kafka refuses or does not answer
   */
  public static ControlSession open(final RolloutPlace place, final Optional<SigningKey> key, final FleetListener listener)
      throws FleetException, InterruptedException {
    final PlaceTopics topics = new PlaceTopics(place);
    topics.requireControlTopic();
    final StatusTopic status = StatusTopic.open(place, listener);
    final ControlSession session;
    try {
      final FleetLead lead = FleetLead.of(place.lead(), status.read().orElse(StatusTopic.NOBODY), Instant.now());
      final Announcer announcer =
          Announcer.open(place.client(), place.controlTopic(), lead.lead(), topics.trust(), key, PlaceTopics.PATIENCE);
      session = new ControlSession(place, announcer, status, lead, listener);
    } catch (final KafkaException failure) {
      status.close();
      throw topics.failed(place.controlTopic(), failure);
    } catch (final FleetException | InterruptedException failure) {
      status.close();
      throw failure;
    }
    try {
      session.catchUp();
      return session;
    } catch (final FleetException | InterruptedException failure) {
      session.close();
      throw failure;
    }
  }

  RolloutPlace place() {
    return place;
  }

  FleetLead lead() {
    return lead;
  }

  void tell(final FleetEvent event) throws IOException {
    listener.on(event);
  }

  /** The control log as far as it was read; it knows no base versions. */
  ControlLog log() {
    return announcer.log();
  }

  void catchUp() throws FleetException, InterruptedException {
    try (TopicReading reading = listener.reading()) {
      announcer.catchUp(PlaceTopics.PATIENCE, reading);
    } catch (final KafkaException failure) {
      throw new PlaceTopics(place).failed(place.controlTopic(), failure);
    }
  }

  /** The conflicts among the live instances of those applications that read this control topic. */
  List<ConfigConflict> configConflicts() throws FleetException, InterruptedException {
    return ConfigConflict.of(ConfigConflict.readersOf(place.controlTopic(), Instances.live(fleet(), Instant.now())));
  }

  /** Tells why the instances may not agree on what is announced. */
  void tellDoubts() throws IOException, FleetException, InterruptedException {
    final List<ConfigConflict> conflicts = configConflicts();
    if (!conflicts.isEmpty()) {
      tell(new FleetEvent.ConfigDiffers(conflicts));
    }
    if (lead.doubt().isPresent()) {
      tell(new FleetEvent.LeadDoubted(lead.doubt().get()));
    }
  }

  /** Tells how many instances an announcement for a slot may reach. */
  void tellAudience(final String slot) throws IOException, FleetException, InterruptedException {
    final Optional<Fleet> fleet = status.read();
    tell(new FleetEvent.Audience(slot,
        fleet.isPresent() ? OptionalInt.of(Instances.live(fleet.get(), slot, Instant.now()).size()) : OptionalInt.empty()));
  }

  /** The instances and their versions now; nobody where there is no status topic. */
  Fleet fleet() throws FleetException, InterruptedException {
    return status.read().orElse(StatusTopic.NOBODY);
  }

  /** The slots of all live instances. */
  SortedSet<String> slots() throws FleetException, InterruptedException {
    final SortedSet<String> slots = new TreeSet<>();
    Instances.live(fleet(), Instant.now()).forEach(instance -> slots.addAll(instance.slots()));
    return slots;
  }

  /** @throws FleetException if no live instance has the slot, so that there is nobody to wait for */
  void requireInstances(final String slot) throws FleetException, InterruptedException {
    if (Instances.live(fleet(), slot, Instant.now()).isEmpty()) {
      throw new FleetException(FleetException.Reason.NO_INSTANCE, "no live instance has the slot " + slot);
    }
  }

  /**
   * Announces, and waits until the announcement is read back.
   *
   * @throws FleetException if every instance refuses it
   */
  Announced announce(final Announcement draft) throws FleetException, InterruptedException {
    final Announced announced;
    try {
      announced = announcer.announce(draft, PlaceTopics.PATIENCE);
    } catch (final KafkaException failure) {
      throw new PlaceTopics(place).failed(place.controlTopic(), AclOperation.WRITE, failure);
    }
    if (announced.outcome() instanceof ControlLog.Refused(final Optional<String> _, final long offset, final Rejection rejection)) {
      throw new FleetException(FleetException.Reason.REFUSED, "announcement " + announced.announcement().key() + " at offset " + offset + " of "
          + place.controlTopic() + " is refused by every instance: " + Rejections.inWords(rejection));
    }
    return announced;
  }

  @Override
  public void close() {
    announcer.close();
    status.close();
  }
}
