package io.labelstream.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the verbs of a rollout have in common: how to reach Kafka, and which topics the instances use. */
final class RolloutOptions {
  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--control-topic", defaultValue = "models", paramLabel = "TOPIC",
      description = "The instances' labelstream.control.topic (${DEFAULT-VALUE}).")
  private String controlTopic;

  @Option(
      names = "--status-topic", defaultValue = "model-status", paramLabel = "TOPIC",
      description = "The instances' labelstream.status.topic (${DEFAULT-VALUE}).")
  private String statusTopic;

  @Option(
      names = "--lead", converter = DurationConverter.class, paramLabel = "DURATION",
      description = "The instances' labelstream.rollout.lead.ms, as in 30s; what they tell themselves unless given.")
  private @Nullable Duration lead;

  @Option(
      names = "--public-key", paramLabel = "FILE",
      description = "A key that the instances trust: only what it has signed counts here too. May be repeated.")
  private List<Path> publicKeys = List.of();

  /** All of it as one value. */
  RolloutPlace place() {
    return new RolloutPlace(connection.clientProperties(), controlTopic, statusTopic, Optional.ofNullable(lead), publicKeys);
  }
}
