package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.ConnectionOptions;
import io.labelstream.cli.verb.DurationConverter;
import io.labelstream.cli.verb.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What the verbs of a rollout have in common: how to reach Kafka, and which topics the instances use. */
final class RolloutOptions {
  private final ConnectionOptions connection = new ConnectionOptions();
  private String controlTopic;
  private String statusTopic;
  private @Nullable Duration lead;
  private List<Path> publicKeys = List.of();

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    connection.addTo(spec);
    spec.addOption(Options.value(String.class, value -> controlTopic = value, "--control-topic").defaultValue("models").paramLabel("TOPIC")
        .description("The instances' labelstream.control.topic (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(String.class, value -> statusTopic = value, "--status-topic").defaultValue("model-status").paramLabel("TOPIC")
        .description("The instances' labelstream.status.topic (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(Duration.class, value -> lead = value, "--lead").converters(new DurationConverter()).paramLabel("DURATION")
        .description("The instances' labelstream.rollout.lead.ms, as in 30s; what they tell themselves unless given.").build());
    spec.addOption(Options.list(Path.class, value -> publicKeys = value, "--public-key").paramLabel("FILE")
        .description("A key that the instances trust: only what it has signed counts here too. May be repeated.").build());
  }

  /** All of it as one value. */
  RolloutPlace place() {
    return new RolloutPlace(connection.clientProperties(), controlTopic, statusTopic, Optional.ofNullable(lead), publicKeys);
  }
}
