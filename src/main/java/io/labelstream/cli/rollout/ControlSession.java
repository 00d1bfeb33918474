package io.labelstream.cli.rollout;

import io.labelstream.cli.output.Rejections;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.KafkaErrors;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.ReadingLine;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.KeyFileException;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.SigningKey;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.Announcer;
import io.labelstream.rollout.kafka.StatusReader;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The control and the status topic, for verbs that announce. What goes wrong in Kafka ends in a {@link CliException}. Not thread-safe.
 */
final class ControlSession implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);


  private final RolloutPlace place;
  private final Announcer announcer;
  private final StatusReader status;
  private final FleetLead lead;
  private final StatusTopic statusTopic;
  private final Lines lines;

  /** Whether there is a status topic. */
  enum StatusTopic {
    THERE,
    MISSING
  }

  private ControlSession(
      final RolloutPlace place, final Announcer announcer, final StatusReader status, final FleetLead lead, final StatusTopic statusTopic,
      final Lines lines) {
    this.place = place;
    this.announcer = announcer;
    this.status = status;
    this.lead = lead;
    this.statusTopic = statusTopic;
    this.lines = lines;
  }

  /**
   * Asks for the instances' lead, and reads the control topic.
   *
   * @param key the file of the key to sign with
   * @param lines where a long reading shows
   */
  static ControlSession open(final RolloutPlace place, final Optional<Path> key, final Lines lines) throws InterruptedException {
    final Optional<SigningKey> signer = key.map(ControlSession::read);
    KafkaErrors.existing(place.controlTopic(), place.client());
    final Trust trust = RolloutTopics.trust(place);
    final StatusReader status = statusReader(place);
    try {
      final Optional<Fleet> fleet = fleetIfThere(status, place, lines);
      final FleetLead lead = FleetLead.of(place.lead(), fleet.orElse(RolloutTopics.NOBODY), Instant.now());
      final Announcer announcer = Announcer.open(place.client(), place.controlTopic(), lead.lead(), trust, signer, PATIENCE);
      final ControlSession session =
          new ControlSession(place, announcer, status, lead, fleet.isPresent() ? StatusTopic.THERE : StatusTopic.MISSING, lines);
      session.catchUp();
      return session;
    } catch (final KafkaException failure) {
      status.close();
      throw KafkaErrors.explained(failure, place.controlTopic(), place.client());
    } catch (final CliException | InterruptedException failure) {
      status.close();
      throw failure;
    }
  }

  FleetLead lead() {
    return lead;
  }

  StatusTopic statusTopic() {
    return statusTopic;
  }

  RolloutPlace place() {
    return place;
  }

  /** The control log as far as it was read; it knows of no base versions. */
  ControlLog log() {
    return announcer.log();
  }

  void catchUp() throws InterruptedException {
    try (ReadingLine line = ReadingLine.of(Terminal.ofProcess(), lines.io().err())) {
      announcer.catchUp(PATIENCE, line);
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, place.controlTopic(), place.client());
    }
  }

  /** The conflicts among the live instances of those applications that read this control topic. */
  List<ConfigConflict> configConflicts() throws InterruptedException {
    return ConfigConflict.of(ConfigConflict.readersOf(place.controlTopic(), Instances.live(fleet(), Instant.now())));
  }

  /** Why the instances may not agree on what is announced, each as a warning. */
  List<String> doubts() throws InterruptedException {
    final List<String> doubts = new ArrayList<>(ConfigConflict.inWords(configConflicts()));
    lead.doubt().ifPresent(doubts::add);
    return List.copyOf(doubts);
  }

  /** What the instances say now; nobody where there is no status topic. */
  Fleet fleet() throws InterruptedException {
    return fleetIfThere(status, place, lines).orElse(RolloutTopics.NOBODY);
  }

  /**
   * Announces, and waits until the announcement is read back.
   *
   * @throws CliException if every instance refuses it
   */
  Announcer.Announced announce(final Announcement draft) throws InterruptedException {
    final Announcer.Announced announced;
    try {
      announced = announcer.announce(draft, PATIENCE);
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, place.controlTopic(), place.client());
    }
    if (announced.outcome() instanceof ControlLog.Refused(final Optional<String> _, final long offset, final Rejection rejection)) {
      throw new CliException(ExitCode.ANNOUNCEMENT_REFUSED, "announcement " + announced.announcement().key() + " at offset " + offset + " of "
          + place.controlTopic() + " is refused by every instance: " + Rejections.inWords(rejection));
    }
    return announced;
  }

  @Override
  public void close() {
    announcer.close();
    status.close();
  }

  private static StatusReader statusReader(final RolloutPlace place) {
    try {
      return new StatusReader(place.client(), place.statusTopic());
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, place.statusTopic(), place.client());
    }
  }

  private static Optional<Fleet> fleetIfThere(
      final StatusReader reader, final RolloutPlace place, final Lines lines) throws InterruptedException {
    try (ReadingLine line = ReadingLine.of(Terminal.ofProcess(), lines.io().err())) {
      return Optional.of(reader.read(PATIENCE, line));
    } catch (final UnknownTopicOrPartitionException missing) {
      return Optional.empty();
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, place.statusTopic(), place.client());
    }
  }

  private static SigningKey read(final Path file) {
    try {
      return SigningKey.read(file);
    } catch (final KeyFileException failure) {
      throw new CliException(ExitCode.FILE_UNREADABLE, failure.getMessage(), failure);
    }
  }
}
