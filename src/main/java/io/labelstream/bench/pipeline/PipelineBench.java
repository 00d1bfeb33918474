package io.labelstream.bench.pipeline;

import io.labelstream.bench.BenchException;
import io.labelstream.bench.BenchTexts;
import io.labelstream.pipeline.config.ConfigKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  private static final long MOST_INPUT_BYTES = 1L << 30;

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
   * @param more settings of both applications, as {@code run} takes them
   */
  public record Settings(Matrix matrix, Optional<BenchTexts> texts, long seed, long records, int repetitions, Map<String, String> more) {
    public Settings {
      more = Map.copyOf(more);
    }

    /** The records of a run with texts of this length. */
    long records(final int textBytes) {
      return textBytes == 0 ? records : Math.max(1, Math.min(records, MOST_INPUT_BYTES / textBytes));
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
    final Map<Conditions, List<RunFigures>> passThrough = new LinkedHashMap<>();
    final Map<PipelineCase, List<RunFigures>> pipelines = new LinkedHashMap<>();
    for (int repetition = 1; repetition <= settings.repetitions(); repetition++) {
      for (final Map.Entry<Conditions, List<PipelineCase>> compared : cases.entrySet()) {
        final Conditions conditions = compared.getKey();
        passThrough.computeIfAbsent(conditions, none -> new ArrayList<>())
            .add(run(repetition, StreamProcess.Role.PASS_THROUGH, conditions, settings.more()));
        for (final PipelineCase each : compared.getValue()) {
          pipelines.computeIfAbsent(each, none -> new ArrayList<>()).add(run(repetition, StreamProcess.Role.PIPELINE, conditions, settings(each)));
        }
      }
    }
    return new PipelineFigures(settings, texts,
        pipelines.entrySet().stream().map(each -> new CaseFigures(each.getKey(), each.getValue(), passThrough.get(each.getKey().conditions()))).toList());
  }

  private void fill(final Map<String, Conditions> inputs) throws BenchException, InterruptedException {
    for (final Map.Entry<String, Conditions> input : inputs.entrySet()) {
      final Conditions conditions = input.getValue();
      final long records = settings.records(conditions.textBytes());
      progress.accept(String.format(Locale.ROOT, "writing %,d texts to the topic %s", records, input.getKey()));
      final BenchTexts those = conditions.textBytes() == 0 ? texts
          : settings.texts().isPresent() ? TextShapes.ofLength(texts, conditions.textBytes())
          : TextShapes.madeUp(conditions.textBytes(), settings.seed());
      cluster.topics().create(List.of(input.getKey()), conditions.partitions());
      cluster.topics().fill(
          input.getKey(), conditions.partitions(), those.texts(), records, InputEncoder.of(conditions.input(), cluster.registry(), input.getKey()));
    }
  }

  private RunFigures run(final int repetition, final StreamProcess.Role role, final Conditions conditions, final Map<String, String> more)
      throws IOException, BenchException, InterruptedException {
    runs++;
    final Run run = new Run("bench-" + runs, role, conditions, more, settings.records(conditions.textBytes()));
    final RunFigures figures = run.measure(cluster, folder);
    progress.accept(String.format(Locale.ROOT, "repetition %d of %d: %s %,.0f records/s, %.2f us of CPU a record",
        repetition, settings.repetitions(), role.name().toLowerCase(Locale.ROOT).replace('_', '-'), figures.whole().recordsPerSecond(),
        figures.whole().totalCpuMicros()));
    return figures;
  }

  private Map<String, String> settings(final PipelineCase pipeline) {
    final Map<String, String> all = new HashMap<>();
    final List<String> slots = IntStream.rangeClosed(1, pipeline.slots()).mapToObj(slot -> "slot" + slot).toList();
    all.put(ConfigKeys.SLOTS_CONFIG, String.join(",", slots));
    slots.forEach(slot -> all.put(ConfigKeys.slotKey(slot, ConfigKeys.SLOT_MODEL), pipeline.model().toAbsolutePath().toString()));
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
