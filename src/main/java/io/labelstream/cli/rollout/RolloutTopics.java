package io.labelstream.cli.rollout;

import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.KafkaErrors;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.ReadingLine;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.KeyFileException;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.ControlTopic;
import io.labelstream.rollout.kafka.ControlTopicReader;
import io.labelstream.rollout.kafka.StatusReader;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads the topics of a rollout; what goes wrong ends in a {@link CliException}. */
final class RolloutTopics implements AutoCloseable {
  static final Fleet NOBODY = new Fleet(List.of(), List.of(), 0);

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final RolloutPlace place;
  private final ControlTopicReader control;
  private final StatusReader status;
  private final Lines lines;

  private RolloutTopics(final RolloutPlace place, final ControlTopicReader control, final StatusReader status, final Lines lines) {
    this.place = place;
    this.control = control;
    this.status = status;
    this.lines = lines;
  }

  static RolloutTopics open(final RolloutPlace place, final Lines lines) throws InterruptedException {
    KafkaErrors.existing(place.controlTopic(), place.client());
    try {
      final ControlTopicReader control = new ControlTopicReader(place.client(), place.controlTopic());
      return new RolloutTopics(place, control, new StatusReader(place.client(), place.statusTopic()), lines);
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, place.controlTopic(), place.client());
    }
  }

  /** The control topic's records since the last call. */
  List<ControlRecord> newRecords() throws InterruptedException {
    try (ReadingLine line = ReadingLine.of(Terminal.ofProcess(), lines.io().err())) {
      return control.read(PATIENCE, line);
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, place.controlTopic(), place.client());
    }
  }

  /** How many records of the control topic were passed over so far, being too large. */
  long passedOver() {
    return control.passedOver();
  }

  /** What the instances say now; empty where there is no status topic. */
  Optional<Fleet> fleet() throws InterruptedException {
    try (ReadingLine line = ReadingLine.of(Terminal.ofProcess(), lines.io().err())) {
      return Optional.of(status.read(PATIENCE, line));
    } catch (final UnknownTopicOrPartitionException missing) {
      return Optional.empty();
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, place.statusTopic(), place.client());
    }
  }

  @Override
  public void close() {
    control.close();
    status.close();
  }

  /** Whom the instances trust, by the keys that the place names. */
  static Trust trust(final RolloutPlace place) throws InterruptedException {
    final List<PublicKey> keys = new ArrayList<>();
    for (final Path file : place.publicKeys()) {
      try {
        keys.add(Trust.readKey(file));
      } catch (final KeyFileException failure) {
        throw new CliException(ExitCode.FILE_UNREADABLE, failure.getMessage(), failure);
      }
    }
    if (keys.isEmpty()) {
      return Trust.none();
    }
    try (Admin admin = Admin.create(place.client())) {
      return Trust.of(keys, ControlTopic.clusterId(admin, PATIENCE));
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, place.controlTopic(), place.client());
    }
  }
}
