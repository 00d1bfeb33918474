package io.labelstream.bench.pipeline;

import io.labelstream.bench.BenchException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * One run of an application in fresh JVMs.
 *
 * @param name of the application and its output, never used before
 * @param input the topic with the texts
 * @param settings of the pipeline, those of the topics and brokers aside
 */
record Run(String name, StreamProcess.Role role, Conditions conditions, String input, Map<String, String> settings) {
  /** The most records that count as the cold start. */
  static final long COLD_RECORDS = 1_000_000;

  private static final Duration PAUSE = Duration.ofMillis(20);
  /** Compilers that ended since the last look are not lost for longer than this. */
  private static final Duration BETWEEN_READINGS = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  String outputTopic() {
    return name + "-labels";
  }

  String deadLetterTopic() {
    return name + "-dead";
  }

  /** Makes the topics, and the file with all settings. */
  private Path prepare(final Cluster cluster, final Path folder) throws IOException, BenchException, InterruptedException {
    cluster.topics().create(List.of(outputTopic(), deadLetterTopic()), conditions.partitions());
    final Properties all = new Properties();
    all.putAll(settings);
    all.putAll(Map.of(
        "labelstream.application.id", name,
        "labelstream.input.topic", input,
        "labelstream.input.format", conditions.input().name().toLowerCase(Locale.ROOT),
        "labelstream.output.topic", outputTopic(),
        "labelstream.dead.letter.topic", deadLetterTopic(),
        "labelstream.schema.registry.url", cluster.registryUrl(),
        "kafka.bootstrap.servers", cluster.bootstrapServers(),
        "kafka.num.stream.threads", Integer.toString(conditions.threads()),
        "kafka.processing.guarantee", conditions.guarantee().value()));
    final Path file = Files.createTempFile(folder, name + "-", ".properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      all.store(writer, null);
    }
    return file;
  }

  /**
   * Lets it work on an input that is there already, as fast as it can, until all of it is committed.
   *
   * @param records how many the input has
   */
  RunFigures measureSpeed(final Cluster cluster, final Path folder, final long records) throws IOException, BenchException, InterruptedException {
    final Path file = prepare(cluster, folder);
    final long launched = System.nanoTime();
    try (Instances instances = Instances.start(role, conditions.instances(), folder, file)) {
      final RunFigures figures = new Watch(cluster, instances, records).figures(launched);
      requireOutput(cluster.topics(), records);
      // Only after success: after a Ctrl-C, which ends the broker too, nobody would answer.
      cluster.topics().delete(List.of(outputTopic(), deadLetterTopic()));
      return figures;
    }
  }

  /**
   * Feeds it at a steady pace from the moment at which it runs.
   *
   * @param source the topic whose values are sent
   */
  Latency measureLatency(final Cluster cluster, final Path folder, final String source, final double recordsPerSecond, final double seconds)
      throws IOException, BenchException, InterruptedException {
    final Path file = prepare(cluster, folder);
    final String scratch = name + "-scratch";
    cluster.topics().create(List.of(input, scratch), conditions.partitions());
    final LoadProcess.Order order = new LoadProcess.Order(
        cluster.bootstrapServers(), source, scratch, input, outputTopic(), conditions.partitions(), recordsPerSecond, seconds);
    final Path orderFile = Files.createTempFile(folder, name + "-", ".json");
    Files.write(orderFile, ChildLines.JSON.writeValueAsBytes(order));
    try (ChildProcess load = ChildProcess.start("load", folder, ChildProcess.usualOptions(), LoadProcess.class, orderFile.toString())) {
      load.await(LoadProcess.Warm.class);
      try (Instances instances = Instances.start(role, conditions.instances(), folder, file)) {
        instances.awaitRunning();
        final Latency latency = load.ask("measure", Latency.class, Duration.ofSeconds((long) seconds).plus(LoadProcess.PATIENCE).plus(PATIENCE));
        cluster.topics().delete(List.of(input, scratch, outputTopic(), deadLetterTopic()));
        return latency;
      }
    }
  }

  private void requireOutput(final Topics topics, final long records) throws BenchException, InterruptedException {
    final long dead = topics.end(deadLetterTopic(), conditions.partitions());
    if (dead > 0) {
      throw new BenchException("some of the texts became dead letters, up to " + dead + ", so that speeds cannot be compared; use texts that can be labelled");
    }
    final long labelled = topics.end(outputTopic(), conditions.partitions());
    if (labelled < records) {
      throw new BenchException("the output has " + labelled + " records, expected at least " + records);
    }
  }

  /** Follows the commits of a run. */
  private final class Watch {
    private final Cluster cluster;
    private final Instances instances;
    private final long records;
    private long lastReading = System.nanoTime();
    private long lastProgress = lastReading;
    private long committed;

    private Watch(final Cluster cluster, final Instances instances, final long records) {
      this.cluster = cluster;
      this.instances = instances;
      this.records = records;
    }

    private RunFigures figures(final long launched) throws BenchException, InterruptedException {
      final Span.Mark start = start();
      final CpuTimes before = CpuTimes.now();
      final Span.Mark warm = mark(Math.max(start.committed() + 1, Math.min(COLD_RECORDS, records / 2)));
      final Span.Mark end = mark(records);
      final Noise noise = Noise.between(before, CpuTimes.now());
      final Span whole = Span.between(start, end);
      return new RunFigures(whole, warm.committed() < records ? Span.between(warm, end) : whole, (warm.nanos() - launched) / 1e9, noise);
    }

    /** Until all threads run or, as their group may be formed in several steps, the first records are committed. */
    private Span.Mark start() throws BenchException, InterruptedException {
      while (true) {
        final Reading reading = instances.read();
        progress();
        if (reading.phase() == Reading.Phase.RUNNING || committed > 0) {
          if (committed >= records) {
            throw new BenchException("all " + records + " records were committed at once, so that no speed can be told; use more --records");
          }
          return new Span.Mark(System.nanoTime(), committed, reading, cluster.cpu());
        }
        Thread.sleep(PAUSE);
      }
    }

    private Span.Mark mark(final long target) throws BenchException, InterruptedException {
      while (true) {
        progress();
        if (committed >= target) {
          return new Span.Mark(System.nanoTime(), committed, instances.read(), cluster.cpu());
        }
        if (System.nanoTime() - lastReading > BETWEEN_READINGS.toNanos()) {
          instances.read();
          lastReading = System.nanoTime();
        }
        Thread.sleep(PAUSE);
      }
    }

    private void progress() throws BenchException, InterruptedException {
      final long now = cluster.topics().committed(name, input);
      if (now > committed) {
        committed = now;
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
        throw new BenchException("the run '" + name + "' has not committed a record for " + PATIENCE.toSeconds() + " s, at " + committed + " of " + records);
      }
    }
  }
}
