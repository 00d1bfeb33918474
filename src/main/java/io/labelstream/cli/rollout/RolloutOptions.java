package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ConnectionOptions;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.rollout.control.KeyFileException;
import io.labelstream.rollout.control.SigningKey;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.fleet.RolloutPlace;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The options of all verbs of a rollout: for Kafka, and for the topics that the instances use. */
final class RolloutOptions {
  private final ConnectionOptions connection;
  private final Option<String> controlTopic;
  private final Option<String> statusTopic;
  private final Option<Duration> lead;
  private final Option<List<Path>> publicKeys;

  /** Declares the options. */
  RolloutOptions(final OptionSet options) {
    connection = new ConnectionOptions(options);
    controlTopic = options.value(String.class, "--control-topic")
        .or("models", "TOPIC", "The instances' labelstream.control.topic (${DEFAULT-VALUE}).");
    statusTopic = options.value(String.class, "--status-topic")
        .or("model-status", "TOPIC", "The instances' labelstream.status.topic (${DEFAULT-VALUE}).");
    lead = options.duration("--lead")
        .optional("DURATION", "The instances' labelstream.rollout.lead.ms, such as 30s; as the instances report it unless given.");
    publicKeys = options.list(Path.class, "--public-key")
        .optional("FILE", "A key that the instances trust: only announcements signed with such a key count here, too. May be repeated.");
  }

  /** Declares the option for the key of the verbs that announce something. */
  static Option<Path> key(final OptionSet options) {
    return options.value(Path.class, "--sign")
        .optional("KEY", "Sign with this private key, for instances with labelstream.rollout.public.keys; see 'keys generate'.");
  }

  /** All of it as one value. */
  RolloutPlace place() {
    return new RolloutPlace(connection.clientProperties(), controlTopic.value(), statusTopic.value(), lead.given(), read(publicKeys.value()));
  }

  /** The key that was given to sign with. */
  static Optional<SigningKey> signer(final Option<Path> key) {
    return key.given().map(file -> read(file, SigningKey::read));
  }

  /** The public keys in these files. */
  static List<PublicKey> read(final List<Path> files) {
    return files.stream().map(file -> read(file, Trust::readKey)).toList();
  }

  private static <T> T read(final Path file, final KeyReading<T> reading) {
    try {
      return reading.of(file);
    } catch (final KeyFileException failure) {
      throw new CliException(ExitCode.FILE_UNREADABLE, failure.getMessage(), failure);
    }
  }

  private interface KeyReading<T> {
    T of(Path file) throws KeyFileException;
  }
}
