package io.labelstream.train.fasttext.compress;

import io.labelstream.model.fasttext.file.ByteSteps;
import io.labelstream.model.fasttext.file.FastTextArguments;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionListener;
import io.labelstream.train.CompressionStage;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Workers;
import io.labelstream.train.fasttext.FastTextForm;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.LossFunction;
import io.labelstream.train.fasttext.RowMap;
import io.labelstream.train.fasttext.Sgd;
import io.labelstream.train.fasttext.SgdProgress;
import io.labelstream.train.fasttext.SgdSettings;
import io.labelstream.train.fasttext.VisitOrder;
import io.labelstream.train.fasttext.Weights;
import io.labelstream.train.quantise.KMeans;
import io.labelstream.train.quantise.NormCoding;
import io.labelstream.train.quantise.RowQuantizer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One way to compress a model, from the choice of rows on: prune, change coordinates, retrain, quantise, tune on the frozen codes, scale, code the output.
 * Bottom-up, as in FastText.zip: lower layers are frozen before the upper ones are trained on them. For one use.
 */
final class CompressionRun {
  // The names of the things that the sizes of a stage count.
  static final String ROWS = "rows";
  static final String WIDTH = "width";

  /** The strength that holds the output near its start while it is tuned; without it, the output would overfit the training texts. */
  private static final double DECAY = 0.1;

  /** The scores are multiplied by at most this, and by at least its inverse. */
  private static final double MOST_SCALE = 16;

  /**
   * Without validation texts, training the output on the codes is undone unless accuracy on the thinned texts rises by at least this: smaller gains hardly carry
   * over to texts that the model has not seen.
   */
  private static final double LEAST_GAIN_UNSURE = 0.002;

  /** The number of steps of training the output when codings are compared. */
  private static final int COMPARED_ITERATIONS = 6;

  /** Without texts, at most this many rows stand in for hidden vectors. */
  private static final int MOST_ROWS_FOR_MOMENTS = 1 << 16;

  /** The steps, in their order: FastText.zip's ablation. */
  enum Step {
    /** Nothing was done yet. */
    FULL,
    /** Rows were dropped. */
    PRUNED,
    /** Dimensions were dropped that make no difference, or little. */
    REDUCED,
    /** Rows and output were trained further. */
    RETRAINED,
    /** Rows were replaced by codes. */
    QUANTISED,
    /** The output was trained on the decoded rows and, if asked for, the codebooks with it. */
    TUNED,
    /** The output was scaled so that the log loss on validation data is least. */
    SCALED,
    /** The output was rounded to half precision, or replaced by codes. */
    OUTPUT_CODED
  }

  private final SourceModel source;
  private final Coding coding;
  private final CompressionSettings settings;
  private final RowMap kept;
  private final Texts texts;
  private final CompressionWork work;
  private final Workers workers;
  private final Arena arena;
  private final Optional<CompressionListener> listener;
  private final OutputLoss loss;
  private final List<CompressionStage> stages = new ArrayList<>();

  /** The kept rows. */
  private FloatMatrix rows;

  /** The output, row by row. */
  private float[] output;

  /** The kept rows that occur in the texts, and the texts over these rows. */
  private RowMap used;

  private Texts usedTexts;
  private float[] frequencies;
  private double accuracy;
  private long started;

  /**
   * @param kept the rows to keep
   * @param texts the texts, over all rows of the model
   * @param work counts the passes over the texts
   * @param listener receives each stage when it is over; without one, only the work needed to compare codings is done: nothing is measured on the way, rows and
   *     output are trained less, and the output is not scaled
   */
  CompressionRun(
      final SourceModel source, final Coding coding, final CompressionSettings settings, final RowMap kept, final Texts texts,
      final CompressionWork work, final Workers workers, final Arena arena, final Optional<CompressionListener> listener) {
    this.source = source;
    this.coding = coding;
    this.settings = settings;
    this.kept = kept;
    this.texts = texts;
    this.work = work;
    this.workers = workers;
    this.arena = arena;
    this.listener = listener;
    this.loss = new OutputLoss(source.file().arguments().loss(), source.labelCounts());
    this.rows = source.input();
    this.output = source.output();
  }

  /** The stages, in order; empty without a listener. */
  List<CompressionStage> stages() {
    return List.copyOf(stages);
  }

  /** The accuracy of the compressed model on the texts to judge by, after the run. */
  double accuracy() {
    return accuracy;
  }

  /** Compresses the model. The result's size is that of the skeleton of the coding. */
  FastTextFile run() throws InterruptedException, CompressionException {
    work.begin();
    measureFull();
    try (Texts keptTexts = texts.mapped(kept)) {
      used = RowMap.of(keptTexts.usedRows(), kept.newRows());
      try (Texts narrowed = keptTexts.mapped(used)) {
        usedTexts = narrowed;
        if (isPruned()) {
          prune();
        }
        reduce();
        retrain(keptTexts);
        frequencies = frequencies(keptTexts);
        return quantise();
      }
    }
  }

  private void measureFull() {
    started = System.nanoTime();
    if (listener.isPresent()) {
      final RowMap all = RowMap.of(texts.usedRows(), source.input().rows());
      try (Texts narrowed = texts.mapped(all)) {
        report(Step.FULL, narrowed, table(source.input(), all), output, source.input().rows(), source.dimensions());
      }
    }
  }

  private double accuracy(final FeatureCorpus corpus, final float[] table) {
    work.add(1);
    return new FrozenCodeTraining(corpus, loss, 0, workers).accuracy(table, loss.columns(output, output.length / source.labels()));
  }

  private void prune() {
    final Weights weights = Weights.zeros(kept.newRows(), source.dimensions(), arena);
    final float[] row = new float[source.dimensions()];
    for (int index = 0; index < kept.newRows(); index++) {
      source.input().read(kept.oldRow(index), row, 0);
      weights.setRow(index, row);
    }
    rows = new FloatMatrix(weights.segment(), weights.rows(), weights.columns(), weights.stride());
    report(Step.PRUNED);
  }

  /** Trains rows and output at the width of the coding. With validation texts this is undone if it makes the model worse on them. */
  private void retrain(final Texts keptTexts) throws InterruptedException, CompressionException {
    if (texts.training().isEmpty()) {
      return;
    }
    final Retraining retraining = new Retraining(source, settings, arena);
    final double dropped = isPruned() ? Retraining.dropped(texts.training().get(), kept) : 0;
    final Optional<Retraining.Schedule> schedule = retraining.schedule(dropped, coding.dimensions() < mostDimensions())
        .map(chosen -> listener.isPresent() ? chosen : chosen.shortened());
    if (schedule.isEmpty()) {
      return;
    }
    final FloatMatrix untrainedRows = rows;
    final float[] untrained = output;
    final double before = validated();
    final Optional<Retraining.Trained> trained = retraining.train(
        keptTexts.training().orElseThrow(), rows, output, schedule.get(), work.retraining(schedule.get().epochs()));
    if (trained.isEmpty()) {
      return;
    }
    rows = trained.get().rows();
    output = trained.get().output();
    if (validated() < before) {
      rows = untrainedRows;
      output = untrained;
      return;
    }
    changeCoordinates();
    report(Step.RETRAINED);
  }

  /** The accuracy on the validation texts; always the same without such texts. */
  private double validated() {
    return usedTexts.validation().map(corpus -> accuracy(corpus, table(rows, used))).orElse(0.0);
  }

  /** The least gain in accuracy on the texts to judge by that justifies training. */
  private double leastGain() {
    return usedTexts.validation().isPresent() ? 0 : LEAST_GAIN_UNSURE;
  }

  /** The square root of each kept row's number of occurrences, as a weight: frequent rows may err less. Rows that do not occur count as occurring once. */
  private float[] frequencies(final Texts keptTexts) {
    final float[] counts = new float[kept.newRows()];
    keptTexts.training().ifPresent(corpus -> {
      final int[] found = new int[corpus.mostRows()];
      for (int example = 0; example < corpus.examples(); example++) {
        final int count = corpus.rows(example, found);
        for (int index = 0; index < count; index++) {
          counts[found[index]]++;
        }
      }
    });
    for (int row = 0; row < counts.length; row++) {
      counts[row] = (float) Math.sqrt(Math.max(1, counts[row]));
    }
    return counts;
  }

  private boolean isPruned() {
    return kept.newRows() < kept.oldRows();
  }

  private int mostDimensions() {
    return LogitBasis.mostDimensions(source.file().arguments().loss(), source.labels(), source.dimensions());
  }

  private void reduce() {
    changeCoordinates();
    if (rows.columns() < source.dimensions()) {
      report(Step.REDUCED);
    }
  }

  /** Changes to coordinates in which distances are those of scores, unless the rows have the requested width already and some of it would stay empty. */
  private void changeCoordinates() {
    if (coding.dimensions() == rows.columns() && coding.dimensions() > mostDimensions()) {
      return;
    }
    final LogitBasis basis = LogitBasis.of(source.file().arguments().loss(), output, source.labels(), moments(), coding.dimensions());
    final FloatMatrix projected = FloatMatrix.zeros(kept.newRows(), coding.dimensions(), arena);
    final FloatMatrix before = rows;
    final int block = 1 << 12;
    workers.forEach((kept.newRows() + block - 1) / block, task -> {
      final float[] row = new float[before.columns()];
      final float[] target = new float[coding.dimensions()];
      for (int index = task * block; index < Math.min(kept.newRows(), (task + 1) * block); index++) {
        before.read(index, row, 0);
        basis.project(row, target);
        projected.write(index, target, 0);
      }
    });
    rows = projected;
    output = padded(basis.output(), basis.dimensions());
  }

  /** Pads with zeros if fewer dimensions have any variance than were asked for. */
  private float[] padded(final float[] values, final int columns) {
    final float[] padded = new float[source.labels() * coding.dimensions()];
    for (int label = 0; label < source.labels(); label++) {
      System.arraycopy(values, label * columns, padded, label * coding.dimensions(), columns);
    }
    return padded;
  }

  private double[][] moments() {
    if (usedTexts.training().isPresent()) {
      return new FrozenCodeTraining(usedTexts.training().get(), loss, 0, workers).moments(table(rows, used), rows.columns());
    }
    final double[][] moments = new double[rows.columns()][rows.columns()];
    final float[] row = new float[rows.columns()];
    for (final int index : KMeans.sample(rows.rows(), MOST_ROWS_FOR_MOMENTS, new SplittableRandom(settings.seed()))) {
      rows.read(index, row, 0);
      for (int left = 0; left < row.length; left++) {
        for (int right = 0; right < row.length; right++) {
          moments[left][right] += (double) row[left] * row[right];
        }
      }
    }
    return moments;
  }

  private FastTextFile quantise() {
    final FastTextMatrix.Quantized section =
        FastTextMatrix.Quantized.of(new RowQuantizer(rows, frequencies, coding.width(), coding.norms(), settings.seed(), workers, arena).quantize());
    final RowCodes codes = new RowCodes(section, oldRows(used));
    report(Step.QUANTISED, codes);
    tune(codes);
    codes.store();
    scale(codes);
    final FastTextMatrix outputSection = codeOutput(codes);
    usedTexts.judging().ifPresent(corpus -> accuracy = accuracy(corpus, codes.decode()));
    final FastTextArguments before = source.file().arguments();
    final FastTextArguments arguments =
        new FastTextArguments(
            coding.dimensions(), before.epochs(), before.minimalCount(), before.wordNgrams(), before.loss(), before.buckets(), before.shortestSubword(),
            before.longestSubword());
    return new FastTextFile(source.file().version(), arguments, source.vocabulary(kept), section, outputSection, List.of());
  }

  /** Trains the output on the codes. Codebooks are rounded first, so that training also compensates for the rounding. */
  private void tune(final RowCodes codes) {
    if (isCompact()) {
      codes.roundForCompactForm();
    }
    if (usedTexts.training().isEmpty() || source.labels() < 2) {
      return;
    }
    final FeatureCorpus training = usedTexts.training().get();
    final FeatureCorpus judging = usedTexts.judging().orElseThrow();
    final double before = accuracy(judging, codes.decode());
    final double[] untunedCodebooks = new double[codes.parameters()];
    codes.parameters(untunedCodebooks);
    final float[] columns = loss.columns(output, coding.dimensions());
    final FrozenCodeTraining tuning = new FrozenCodeTraining(training, loss, DECAY, workers);
    if (settings.codebookIterations() > 0 && FrozenCodeTraining.fits(codes.rows(), codes.columns())) {
      tuning.codebooks(codes, columns, settings.codebookIterations(), () -> work.add(1));
      if (isCompact()) {
        codes.roundForCompactForm();
      }
    }
    final int iterations = listener.isPresent() ? settings.outputIterations() : Math.min(settings.outputIterations(), COMPARED_ITERATIONS);
    if (iterations > 0) {
      tuning.output(codes.decode(), columns, iterations, () -> work.add(1));
    }
    final float[] untuned = output;
    output = loss.rows(columns, coding.dimensions());
    if (accuracy(judging, codes.decode()) < before + leastGain()) {
      output = untuned;
      codes.setParameters(untunedCodebooks);
      return;
    }
    report(Step.TUNED, codes);
  }

  /** Multiplies the scores by the factor with the least log loss on texts that were not trained on. */
  private void scale(final RowCodes codes) {
    if (listener.isEmpty() || usedTexts.validation().isEmpty() || source.labels() < 2) {
      return;
    }
    final FrozenCodeTraining measured = new FrozenCodeTraining(usedTexts.validation().get(), loss, 0, workers);
    final float factor = (float) measured.scale(codes.decode(), loss.columns(output, coding.dimensions()), MOST_SCALE);
    for (int index = 0; index < output.length; index++) {
      output[index] *= factor;
    }
    report(Step.SCALED, codes);
  }

  private FastTextMatrix codeOutput(final RowCodes codes) {
    final FloatMatrix matrix = FloatMatrix.zeros(source.labels(), coding.dimensions(), arena);
    if (coding.output() == OutputCoding.DENSE) {
      if (isCompact() && ByteSteps.pay(output.length)) {
        ByteSteps.round(output, coding.dimensions(), position -> position % coding.dimensions());
      } else if (isCompact()) {
        Halves.round(output);
      }
      writeRows(matrix);
      return matrix.dense(arena);
    }
    writeRows(matrix);
    final float[] weights = new float[source.labels()];
    Arrays.fill(weights, 1);
    final FastTextMatrix.Quantized section =
        FastTextMatrix.Quantized.of(new RowQuantizer(matrix, weights, Coding.DEFAULT_WIDTH, NormCoding.WITHIN, settings.seed(), workers, arena).quantize());
    final RowCodes outputCodes = new RowCodes(section, oldRows(RowMap.all(source.labels())));
    if (isCompact()) {
      outputCodes.roundForCompactForm();
      outputCodes.store();
    }
    output = outputCodes.decode();
    report(Step.OUTPUT_CODED, codes);
    return section;
  }

  private void writeRows(final FloatMatrix matrix) {
    for (int label = 0; label < source.labels(); label++) {
      matrix.write(label, output, label * coding.dimensions());
    }
  }

  /** True if numbers should take few bytes: under a limit of bytes, in the compact form, which alone can store such numbers. */
  private boolean isCompact() {
    return settings.form() == FastTextForm.SAFETENSORS && settings.limit() instanceof CompressionLimit.Bytes;
  }

  private static int[] oldRows(final RowMap map) {
    final int[] rows = new int[map.newRows()];
    Arrays.setAll(rows, map::oldRow);
    return rows;
  }

  private static float[] table(final FloatMatrix matrix, final RowMap map) {
    final float[] table = new float[Math.multiplyExact(map.newRows(), matrix.columns())];
    for (int row = 0; row < map.newRows(); row++) {
      matrix.read(map.oldRow(row), table, row * matrix.columns());
    }
    return table;
  }

  private void report(final Step step) {
    if (listener.isPresent()) {
      report(step, usedTexts, table(rows, used), output, rows.rows(), rows.columns());
    }
  }

  private void report(final Step step, final RowCodes codes) {
    if (listener.isPresent()) {
      report(step, usedTexts, codes.decode(), output, rows.rows(), rows.columns());
    }
  }

  private void report(final Step step, final Texts over, final float[] table, final float[] outputRows, final int rowCount, final int columns) {
    final Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
    double right = Double.NaN;
    double value = Double.NaN;
    if (over.measured().isPresent()) {
      final FrozenCodeTraining measured = new FrozenCodeTraining(over.measured().get(), loss, 0, workers);
      final FrozenCodeTraining.Measured figures = measured.measure(table, loss.columns(outputRows, columns));
      right = figures.accuracy();
      value = figures.loss();
      work.add(1);
    }
    final Map<String, Long> sizes = new LinkedHashMap<>();
    sizes.put(ROWS, (long) rowCount);
    sizes.put(WIDTH, (long) columns);
    final CompressionStage stage = new CompressionStage(
        step.name().toLowerCase(Locale.ROOT).replace('_', ' '), String.format(Locale.ROOT, "%,d rows of %d", rowCount, columns), sizes, right, value, elapsed);
    stages.add(stage);
    listener.orElseThrow().accept(stage);
    started = System.nanoTime();
  }
}
