package io.labelstream.bench.pipeline;

import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.topology.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * One instance of a pipeline, or of a bare Kafka Streams application with the same settings, as a process of its own. Its arguments are the {@link Role} and a
 * properties file; each command is answered by a {@link Reading}.
 */
public final class StreamProcess {
  private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(15);

  /** The application that the process runs. */
  enum Role {
    /** Source, {@code mapValues} that leaves each value as it is, sink. */
    PASS_THROUGH,
    /** The pipeline that {@code run} starts. */
    PIPELINE;

    /** The options of its JVM: those of {@code run}, but for the ahead-of-time cache, which a bare application does not have. */
    List<String> options() {
      return switch (this) {
        case PASS_THROUGH -> ChildProcess.usualOptions().stream().filter(option -> !option.startsWith("-XX:AOTCache=")).toList();
        case PIPELINE -> ChildProcess.usualOptions();
      };
    }

    /** For people. */
    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private StreamProcess() {}

  public static void main(final String[] arguments) throws IOException, InterruptedException, StartupException {
    final List<Path> settings = List.of(Path.of(arguments[1]));
    switch (Role.valueOf(arguments[0])) {
      case PASS_THROUGH -> passThrough(PipelineConfig.loadWithoutModels(settings, Map.of(), Map.of()));
      case PIPELINE -> pipeline(PipelineConfig.load(settings, Map.of(), Map.of()));
    }
  }

  private static void pipeline(final PipelineConfig config) throws IOException, InterruptedException, StartupException {
    try (Pipeline pipeline = Pipeline.open(config)) {
      pipeline.start();
      answer(() -> switch (pipeline.state()) {
        case RUNNING -> Reading.Phase.RUNNING;
        case FAILED -> throw new IllegalStateException("the pipeline has failed");
        default -> Reading.Phase.STARTING;
      });
    }
  }

  private static void passThrough(final PipelineConfig config) throws IOException {
    final Map<String, Object> properties = config.streamsProperties();
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.LARGEST_RECORD);
    final StreamsBuilder builder = new StreamsBuilder();
    builder.stream(config.inputTopic(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .mapValues(value -> value)
        .to(config.outputTopic(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    final KafkaStreams streams = new KafkaStreams(builder.build(), new StreamsConfig(properties));
    streams.start();
    try {
      answer(() -> streams.state() == KafkaStreams.State.RUNNING ? Reading.Phase.RUNNING : Reading.Phase.STARTING);
    } finally {
      streams.close(CloseOptions.timeout(CLOSING_PATIENCE).withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
  }

  private static void answer(final Supplier<Reading.Phase> phase) throws IOException {
    final ThreadCosts costs = new ThreadCosts();
    while (ChildLines.command().isPresent()) {
      ChildLines.answer(costs.read(phase.get()));
    }
  }
}
