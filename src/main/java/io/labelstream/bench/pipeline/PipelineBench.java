package io.labelstream.bench.pipeline;

import io.labelstream.bench.BenchException;
import io.labelstream.bench.BenchTexts;
import io.labelstream.pipeline.config.ConfigKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures whole pipelines beside a bare Kafka Streams application: each run in fresh JVMs with the options of this one, against a broker in a process of its
 * own, on an input that is written once. In each repetition, each pass-through is followed by the pipelines that are compared with it.
 */
public final class PipelineBench implements AutoCloseable {
  /** The length of made-up texts where none is asked for. */
  public static final int USUAL_TEXT_BYTES = 238;

  /** The settings that the bench makes itself: topics, brokers and all that is compared. */
  public static final Set<String> OWN_SETTINGS = Set.of(
      ConfigKeys.APPLICATION_ID_CONFIG, ConfigKeys.INPUT_TOPIC_CONFIG, ConfigKeys.INPUT_FORMAT_CONFIG, ConfigKeys.OUTPUT_TOPIC_CONFIG,
      ConfigKeys.OUTPUT_FORMAT_CONFIG, ConfigKeys.DEAD_LETTER_TOPIC_CONFIG, ConfigKeys.SLOTS_CONFIG, "labelstream.schema.registry.url",
      "kafka.bootstrap.servers", "kafka.num.stream.threads", "kafka.processing.guarantee");

  private static final long MOST_INPUT_BYTES = 1L << 30;
  /** Parts of the most records a second at which latencies are measured. */
  private static final List<Double> LOADS = List.of(0.5, 0.8);
  private static final double MILLIS = 1e3;

  private final Settings settings;
  private final Consumer<String> progress;
  private final BenchTexts texts;
  private final Path folder;
  private final Cluster cluster;
  private int runs;

  /**
   * The work to do.
   *
   * @param texts empty: made up from the seed
   * @param records the records of a run; fewer where they would have more than a gibibyte of text
   * @param latency how long each steady load lasts; zero: no latencies are measured
   * @param more settings of both applications, as {@code run} takes them
   */
  public record Settings(
      Matrix matrix, Optional<BenchTexts> texts, long seed, long records, int repetitions, Duration latency, Map<String, String> more) {
    public Settings {
      more = Map.copyOf(more);
    }

    /** The records of a run with texts of this length. */
    long records(final long textBytes) {
      return Math.clamp(MOST_INPUT_BYTES / Math.max(1, textBytes), 1, records);
    }
  }

  private PipelineBench(final Settings settings, final Consumer<String> progress) throws IOException, BenchException, InterruptedException {
    this.settings = settings;
    this.progress = progress;
    this.texts = settings.texts().orElseGet(() -> TextShapes.madeUp(USUAL_TEXT_BYTES, settings.seed()));
    this.folder = Files.createTempDirectory("labelstream-bench-");
    try {
      this.cluster = Cluster.start(folder);
    } catch (final IOException | BenchException | InterruptedException | RuntimeException failure) {
      delete(folder);
      throw failure;
    }
  }

  /**
   * Runs it all; an interrupt ends it, with all its processes.
   *
   * @param progress takes a line before each step
   * @throws BenchException if a process fails, with its last words
   */
  public static PipelineFigures run(final Settings settings, final Consumer<String> progress) throws IOException, BenchException, InterruptedException {
    try (PipelineBench bench = new PipelineBench(settings, progress)) {
      return bench.measure();
    }
  }

  private PipelineFigures measure() throws IOException, BenchException, InterruptedException {
    final Map<Conditions, List<PipelineCase>> cases = settings.matrix().cases();
    fill(cases.keySet().stream().collect(Collectors.toMap(Conditions::inputTopic, conditions -> conditions, (one, same) -> one, LinkedHashMap::new)));
    final Map<PipelineCase, Compared<RunFigures>> speeds = speeds(cases);
    final Map<PipelineCase, List<CaseFigures.AtLoad>> latencies = settings.latency().isZero() ? Map.of() : latencies(speeds);
    return PipelineFigures.of(settings, texts, speeds.entrySet().stream()
        .map(each -> new CaseFigures(each.getKey(), each.getValue(), latencies.getOrDefault(each.getKey(), List.of()))).toList());
  }

  private Map<PipelineCase, Compared<RunFigures>> speeds(final Map<Conditions, List<PipelineCase>> cases)
      throws IOException, BenchException, InterruptedException {
    final Map<Conditions, List<RunFigures>> passThrough = new HashMap<>();
    final Map<PipelineCase, List<RunFigures>> pipelines = new LinkedHashMap<>();
    for (int repetition = 1; repetition <= settings.repetitions(); repetition++) {
      for (final Map.Entry<Conditions, List<PipelineCase>> compared : cases.entrySet()) {
        final Conditions conditions = compared.getKey();
        passThrough.computeIfAbsent(conditions, none -> new ArrayList<>())
            .add(speed(repetition, "pass-through", StreamProcess.Role.PASS_THROUGH, conditions, settings.more()));
        for (final PipelineCase each : compared.getValue()) {
          pipelines.computeIfAbsent(each, none -> new ArrayList<>())
              .add(speed(repetition, each.text(), StreamProcess.Role.PIPELINE, conditions, settings(each)));
        }
      }
    }
    final Map<PipelineCase, Compared<RunFigures>> speeds = new LinkedHashMap<>();
    pipelines.forEach((pipeline, runs) -> speeds.put(pipeline, new Compared<>(runs, passThrough.get(pipeline.conditions()))));
    return speeds;
  }

  private Map<PipelineCase, List<CaseFigures.AtLoad>> latencies(final Map<PipelineCase, Compared<RunFigures>> speeds)
      throws IOException, BenchException, InterruptedException {
    final Map<PipelineCase, List<CaseFigures.AtLoad>> latencies = new HashMap<>();
    for (final Map.Entry<PipelineCase, Compared<RunFigures>> speed : speeds.entrySet()) {
      final PipelineCase pipeline = speed.getKey();
      for (final double load : LOADS) {
        final double rate = load * speed.getValue().of(run -> run.whole().recordsPerSecond()).median();
        final List<Latency> runs = new ArrayList<>();
        final List<Latency> passThrough = new ArrayList<>();
        for (int repetition = 1; repetition <= settings.repetitions(); repetition++) {
          passThrough.add(latency(repetition, StreamProcess.Role.PASS_THROUGH, pipeline.conditions(), settings.more(), rate));
          runs.add(latency(repetition, StreamProcess.Role.PIPELINE, pipeline.conditions(), settings(pipeline), rate));
        }
        latencies.computeIfAbsent(pipeline, none -> new ArrayList<>()).add(new CaseFigures.AtLoad(load, new Compared<>(runs, passThrough)));
      }
    }
    return latencies;
  }

  private void fill(final Map<String, Conditions> inputs) throws BenchException, InterruptedException {
    for (final Map.Entry<String, Conditions> input : inputs.entrySet()) {
      final Conditions conditions = input.getValue();
      final long records = records(conditions);
      progress.accept(String.format(Locale.ROOT, "writing %,d texts to the topic %s", records, input.getKey()));
      final BenchTexts those = conditions.textBytes() == 0 ? texts
          : settings.texts().isPresent() ? TextShapes.ofLength(texts, conditions.textBytes())
          : TextShapes.madeUp(conditions.textBytes(), settings.seed());
      cluster.topics().create(List.of(input.getKey()), conditions.partitions());
      cluster.topics().fill(
          input.getKey(), conditions.partitions(), those.texts(), records, InputEncoder.of(conditions.input(), cluster.registry(), input.getKey()));
    }
  }

  private long records(final Conditions conditions) {
    return settings.records(conditions.textBytes() == 0 ? texts.bytes() / texts.texts().size() : conditions.textBytes());
  }

  private RunFigures speed(
      final int repetition, final String what, final StreamProcess.Role role, final Conditions conditions, final Map<String, String> more)
      throws IOException, BenchException, InterruptedException {
    runs++;
    final RunFigures figures = new Run("bench-" + runs, role, conditions, conditions.inputTopic(), more)
        .measureSpeed(cluster, folder, records(conditions));
    progress.accept(String.format(Locale.ROOT, "repetition %d of %d: %s: %s: %,.0f records/s, %.2f us of CPU a record",
        repetition, settings.repetitions(), conditions.text(), what, figures.whole().recordsPerSecond(), figures.whole().totalCpuMicros()));
    return figures;
  }

  private Latency latency(
      final int repetition, final StreamProcess.Role role, final Conditions conditions, final Map<String, String> more, final double rate)
      throws IOException, BenchException, InterruptedException {
    runs++;
    final String name = "bench-" + runs;
    final Latency latency = new Run(name, role, conditions, name + "-texts", more)
        .measureLatency(cluster, folder, conditions.inputTopic(), rate, settings.latency().toMillis() / MILLIS);
    progress.accept(String.format(Locale.ROOT, "repetition %d of %d: %s: %s at %,.0f records/s: p99 %,d ms",
        repetition, settings.repetitions(), conditions.text(), role.text(), rate, latency.later().p99()));
    return latency;
  }

  private Map<String, String> settings(final PipelineCase pipeline) {
    final Map<String, String> all = new HashMap<>();
    final List<String> slots = IntStream.rangeClosed(1, pipeline.slots()).mapToObj(slot -> "slot" + slot).toList();
    all.put(ConfigKeys.SLOTS_CONFIG, String.join(",", slots));
    slots.forEach(slot -> all.put(ConfigKeys.slotKey(slot, ConfigKeys.SLOT_MODEL), pipeline.model().file().toAbsolutePath().toString()));
    all.put(ConfigKeys.OUTPUT_FORMAT_CONFIG, pipeline.output().name().toLowerCase(Locale.ROOT));
    all.putAll(settings.more());
    return all;
  }

  @Override
  public void close() throws IOException {
    try {
      cluster.close();
    } finally {
      delete(folder);
    }
  }

  private static void delete(final Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
