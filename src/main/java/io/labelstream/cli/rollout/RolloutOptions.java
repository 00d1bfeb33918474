package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.ConnectionOptions;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the verbs of a rollout have in common: how to reach Kafka, and which topics the instances use. */
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
        .optional("DURATION", "The instances' labelstream.rollout.lead.ms, as in 30s; what they tell themselves unless given.");
    publicKeys = options.list(Path.class, "--public-key")
        .optional("FILE", "A key that the instances trust: only what it has signed counts here too. May be repeated.");
  }

  /** Declares the option for the key of the verbs that announce something. */
  static Option<Path> key(final OptionSet options) {
    return options.value(Path.class, "--sign")
        .optional("KEY", "Sign with this private key, for instances with labelstream.rollout.public.keys; see 'keys generate'.");
  }

  /** All of it as one value. */
  RolloutPlace place() {
    return new RolloutPlace(connection.clientProperties(), controlTopic.value(), statusTopic.value(), lead.given(), publicKeys.value());
  }
}
