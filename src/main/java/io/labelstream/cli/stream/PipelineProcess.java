package io.labelstream.cli.stream;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Failures;
import io.labelstream.cli.verb.StopSignal;
import io.labelstream.observe.Observation;
import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.rights.Right;
import io.labelstream.pipeline.rights.Role;
import io.labelstream.rollout.kafka.AclCommand;
import io.labelstream.rollout.kafka.RolloutTopic;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourcePattern;

/** The pipeline as a process. */
final class PipelineProcess {
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration SLACK = Duration.ofSeconds(5);

  private PipelineProcess() {}

  /** The settings in force, with secrets hidden. */
  static String describe(final RunSettings chosen) {
    return load(chosen).describe();
  }

  /** A shell command for each resource of the pipeline to which a role needs rights. */
  static List<String> rightCommands(final RunSettings chosen, final Role role, final String principal) {
    final PipelineConfig config = loadWithoutModels(chosen);
    final Map<ResourcePattern, Set<AclOperation>> operations = new LinkedHashMap<>();
    for (final Right right : Right.of(role)) {
      right.subject().pattern(config).ifPresent(resource -> operations.computeIfAbsent(resource, _ -> new LinkedHashSet<>()).add(right.operation()));
    }
    if (operations.isEmpty()) {
      throw new CliException(ExitCode.CONFIGURATION, "the role " + role.code() + " has rights to topics of rollouts alone; set labelstream.control.topic");
    }
    return operations.entrySet().stream()
        .map(each -> AclCommand.of(config.bootstrapServers(), principal, each.getKey(), each.getValue()))
        .toList();
  }

  /** A shell command for each topic of the pipeline. */
  static List<String> topicCommands(final RunSettings chosen, final int partitions) {
    final PipelineConfig config = loadWithoutModels(chosen);
    final List<RolloutTopic> topics = new ArrayList<>();
    for (final String topic : List.of(config.inputTopic(), config.outputTopic(), config.deadLetterTopic())) {
      topics.add(new RolloutTopic(topic, partitions, Map.of()));
    }
    config.rollout().ifPresent(rollout -> topics.addAll(List.of(
        new RolloutTopic(rollout.shadowTopic(), partitions, Map.of()), RolloutTopic.control(rollout.controlTopic()),
        RolloutTopic.status(rollout.statusTopic()), RolloutTopic.artifacts(rollout.artifactTopic()))));
    return topics.stream().map(topic -> command(topic, config)).toList();
  }

  private static String command(final RolloutTopic topic, final PipelineConfig config) {
    final StringBuilder command = new StringBuilder("kafka-topics.sh --bootstrap-server ").append(config.bootstrapServers()).append(" --create --if-not-exists --topic ")
        .append(topic.name()).append(" --partitions ").append(topic.partitions());
    if (config.newTopicReplication() > 0) {
      command.append(" --replication-factor ").append(config.newTopicReplication());
    }
    topic.settings().forEach((key, value) -> command.append(" --config ").append(key).append('=').append(value));
    return command.toString();
  }

  /**
   * Runs the pipeline until a signal.
   *
   * @throws CliException if it does not start, or ends by itself
   */
  static void run(final RunSettings chosen) throws InterruptedException {
    final PipelineConfig config = load(chosen);
    final Optional<Observation> observation = observe(config);
    try {
      // Until this returns, a signal need not wait for anything.
      final Pipeline pipeline = Failures.explained(() -> Pipeline.open(config));
      try (StopSignal stop = StopSignal.install(config.shutdownTimeout().plus(SLACK), StopSignal.Ending.OF_THE_SIGNAL); pipeline) {
        observation.ifPresent(shown -> shown.show(pipeline));
        pipeline.start();
        while (stop.await(TICK) == StopSignal.Outcome.ELAPSED) {
          Failures.failIfEnded(pipeline);
        }
      }
    } finally {
      // Last, so that it answers until the end.
      observation.ifPresent(Observation::close);
    }
  }

  private static Optional<Observation> observe(final PipelineConfig config) {
    try {
      return Observation.start(config);
    } catch (final IOException failure) {
      throw unservable(config, failure);
    }
  }

  private static CliException unservable(final PipelineConfig config, final IOException failure) {
    final String address = config.httpHost() + ":" + config.httpPort().orElseThrow();
    return failure instanceof BindException
        ? new CliException(ExitCode.PORT_TAKEN, "health and metrics cannot be served at " + address + ", which is in use or not of this machine; "
            + "choose another labelstream.http.port, 0 for any free one, or correct labelstream.http.host", failure)
        : new CliException(ExitCode.CONFIGURATION, "health and metrics cannot be served at " + address + ": " + failure.getMessage()
            + "; correct labelstream.http.host", failure);
  }

  private static PipelineConfig loadWithoutModels(final RunSettings chosen) {
    return Failures.explained(() -> PipelineConfig.loadWithoutModels(chosen.files(), System.getenv(), chosen.overrides()));
  }

  /**
   * The configuration from these settings.
   *
   * @throws CliException if it is wrong
   */
  static PipelineConfig load(final RunSettings chosen) {
    return Failures.explained(() -> PipelineConfig.load(chosen.files(), System.getenv(), chosen.overrides()));
  }
}
