package io.labelstream.train.fasttext.compress;

import io.labelstream.train.GoldenSection;
import io.labelstream.train.Minimizer;
import io.labelstream.train.Workers;
import io.labelstream.train.fasttext.FeatureCorpus;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Training on rows whose codes are frozen: the bottom-up retraining of FastText.zip, in which the output adapts to the decoded rows. Beyond the paper, the
 * codebooks can be trained with it, as they are as small. There are few numbers to find, so they are found from all examples at once, by {@link Minimizer}.
 *
 * <p>Sums go over fixed parts of the examples, in their order, so the result does not depend on the number of threads. If there are so many examples, labels
 * and dimensions that a pass would take minutes, only every second example is used, or every third, and so on.
 */
final class FrozenCodeTraining {
  private static final int PARTS = 8;
  private static final long MOST_GRADIENT_FLOATS = 1L << 27;
  private static final long MOST_PRODUCTS_OF_PASS = 1L << 32;
  /** The precision of the scale's logarithm. */
  private static final double SCALE_PRECISION = 1e-5;

  private final FeatureCorpus corpus;
  private final OutputLoss loss;
  private final Workers workers;
  private final double decay;

  /** @param corpus the examples, over the rows of a table */
  FrozenCodeTraining(final FeatureCorpus corpus, final OutputLoss loss, final double decay, final Workers workers) {
    this.corpus = corpus;
    this.loss = loss;
    this.decay = decay;
    this.workers = workers;
  }

  /** The sums of one part of the examples. */
  private final class Part {
    private final OutputBlock block;
    private final int[] rows = new int[corpus.mostRows()];
    private final float[] mean;
    private final float[] gradient;
    private final float[] tableGradient;
    private double value;
    private int right;
    private int examples;

    Part(final int dimensions, final int outputFloats, final int tableFloats) {
      block = loss.block(corpus, dimensions);
      mean = new float[dimensions];
      gradient = new float[outputFloats];
      tableGradient = new float[tableFloats];
    }

    void clear() {
      Arrays.fill(gradient, 0);
      Arrays.fill(tableGradient, 0);
      value = 0;
      right = 0;
      examples = 0;
    }
  }

  /** True if there is memory for the gradients of all rows. */
  static boolean fits(final int rows, final int columns) {
    return (long) rows * columns * PARTS <= MOST_GRADIENT_FLOATS;
  }

  /**
   * Retrains the output on rows that do not change.
   *
   * @param passed called after each pass over the examples
   */
  void output(final float[] table, final float[] columns, final int iterations, final Runnable passed) {
    final int dimensions = columns.length / loss.stride();
    final Part[] parts = parts(dimensions, columns.length, 0);
    final float[] hidden = hidden(table, dimensions);
    final double[] x = new double[columns.length];
    for (int index = 0; index < x.length; index++) {
      x[index] = columns[index];
    }
    final double[] start = x.clone();
    Minimizer.minimize(
        (at, gradient) -> {
          copy(at, 0, columns);
          final float[] panels = loss.panels(columns);
          forEachBlock(
              parts, dimensions, (part, example) -> part.block.add(example, hidden, example * dimensions),
              part -> part.value += part.block.train(columns, panels, part.gradient, OutputBlock.Goal.OUTPUT));
          passed.run();
          return sum(parts, gradient, 0) + decay(at, start, gradient);
        },
        x, iterations);
    copy(x, 0, columns);
  }

  /**
   * Retrains the codebooks and the output together.
   *
   * @param passed called after each pass over the examples
   */
  void codebooks(final RowCodes codes, final float[] columns, final int iterations, final Runnable passed) {
    final int dimensions = codes.columns();
    final Part[] parts = parts(dimensions, columns.length, codes.rows() * dimensions);
    final int before = codes.parameters();
    final double[] x = new double[before + columns.length];
    codes.parameters(x);
    for (int index = 0; index < columns.length; index++) {
      x[before + index] = columns[index];
    }
    final double[] start = x.clone();
    final float[] tableGradient = new float[codes.rows() * dimensions];
    Minimizer.minimize(
        (at, gradient) -> {
          codes.setParameters(at);
          copy(at, before, columns);
          final float[] table = codes.decode();
          final float[] panels = loss.panels(columns);
          forEachBlock(
              parts, dimensions, (part, example) -> addMean(table, part, example),
              part -> {
                part.value += part.block.train(columns, panels, part.gradient, OutputBlock.Goal.OUTPUT_AND_HIDDEN);
                addToTable(part, dimensions);
              });
          final double value = sum(parts, gradient, before);
          Arrays.fill(gradient, 0, before, 0);
          sumTables(parts, tableGradient);
          codes.gradient(tableGradient, gradient);
          passed.run();
          return value + decay(at, start, gradient);
        },
        x, iterations);
    codes.setParameters(x);
    copy(x, before, columns);
  }

  /** Passes the gradients of the hidden vectors on to the rows that they are the means of. */
  private void addToTable(final Part part, final int dimensions) {
    final float[] hiddenGradient = part.block.hiddenGradient();
    for (int place = 0; place < part.block.count(); place++) {
      final int count = corpus.rows(part.block.example(place), part.rows);
      for (int index = 0; index < count; index++) {
        final int row = part.rows[index] * dimensions;
        for (int column = 0; column < dimensions; column++) {
          part.tableGradient[row + column] += hiddenGradient[place * dimensions + column] / count;
        }
      }
    }
  }

  private void addMean(final float[] table, final Part part, final int example) {
    average(table, part.rows, corpus.rows(example, part.rows), part.mean);
    part.block.add(example, part.mean, 0);
  }

  private double decay(final double[] at, final double[] start, final double[] gradient) {
    double sum = 0;
    for (int index = 0; decay > 0 && index < at.length; index++) {
      final double moved = at[index] - start[index];
      sum += moved * moved;
      gradient[index] += decay * moved;
    }
    return decay * sum / 2;
  }

  /**
   * How good predictions are.
   *
   * @param accuracy the share of examples with labels whose best label is one of theirs; those without rows count as wrong
   * @param loss the mean loss over examples with labels and rows
   */
  record Measured(double accuracy, double loss) {}

  /** The accuracy of {@link Measured} alone, which takes less time where labels are many. */
  double accuracy(final float[] table, final float[] columns) {
    return accuracy(scored(table, columns, part -> part.right += part.block.right()), columns.length / loss.stride());
  }

  Measured measure(final float[] table, final float[] columns) {
    final Part[] parts = scored(table, columns, part -> {
      part.right += part.block.right();
      part.value += part.block.value();
    });
    return new Measured(accuracy(parts, columns.length / loss.stride()), meanValue(parts));
  }

  private Part[] scored(final float[] table, final float[] columns, final Consumer<Part> work) {
    final int dimensions = columns.length / loss.stride();
    final float[] panels = loss.panels(columns);
    final Part[] parts = parts(dimensions, 0, 0);
    forEachBlock(parts, dimensions, (part, example) -> addMean(table, part, example), part -> {
      part.block.score(panels, 1);
      work.accept(part);
    });
    return parts;
  }

  private double accuracy(final Part[] parts, final int dimensions) {
    int labelled = 0;
    for (int example = 0; example < corpus.examples(); example += step(dimensions)) {
      labelled += corpus.labels(example) > 0 ? 1 : 0;
    }
    return labelled == 0 ? 0 : (double) Arrays.stream(parts).mapToInt(part -> part.right).sum() / labelled;
  }

  /** The factor of the scores, from {@code 1 / most} to {@code most}, with the least loss: by golden section over its logarithm. */
  double scale(final float[] table, final float[] columns, final double most) {
    final int dimensions = columns.length / loss.stride();
    final float[] hidden = hidden(table, dimensions);
    final float[] panels = loss.panels(columns);
    final Part[] parts = parts(dimensions, 0, 0);
    return Math.exp(
        GoldenSection.minimum(at -> loss(hidden, panels, parts, dimensions, Math.exp(at)), -Math.log(most), Math.log(most), SCALE_PRECISION));
  }

  private double loss(final float[] hidden, final float[] panels, final Part[] parts, final int dimensions, final double factor) {
    forEachBlock(parts, dimensions, (part, example) -> part.block.add(example, hidden, example * dimensions), part -> {
      part.block.score(panels, factor);
      part.value += part.block.value();
    });
    return meanValue(parts);
  }

  private static double meanValue(final Part[] parts) {
    double value = 0;
    int examples = 0;
    for (final Part part : parts) {
      value += part.value;
      examples += part.examples;
    }
    return value / Math.max(1, examples);
  }

  /** The sum of {@code h h'} over the hidden vectors of all examples. */
  double[][] moments(final float[] table, final int dimensions) {
    final float[] hidden = hidden(table, dimensions);
    final double[][] moments = new double[dimensions][dimensions];
    for (int example = 0; example < corpus.examples(); example++) {
      for (int row = 0; row < dimensions; row++) {
        for (int column = 0; column < dimensions; column++) {
          moments[row][column] += (double) hidden[example * dimensions + row] * hidden[example * dimensions + column];
        }
      }
    }
    return moments;
  }

  private float[] hidden(final float[] table, final int dimensions) {
    final float[] hidden = new float[Math.multiplyExact(corpus.examples(), dimensions)];
    workers.forEach(PARTS, number -> {
      final int[] rows = new int[corpus.mostRows()];
      final float[] mean = new float[dimensions];
      for (int example = from(number); example < from(number + 1); example++) {
        average(table, rows, corpus.rows(example, rows), mean);
        System.arraycopy(mean, 0, hidden, example * dimensions, dimensions);
      }
    });
    return hidden;
  }

  private static void average(final float[] table, final int[] rows, final int count, final float[] mean) {
    final int dimensions = mean.length;
    Arrays.fill(mean, 0);
    for (int index = 0; index < count; index++) {
      final int row = rows[index] * dimensions;
      for (int column = 0; column < dimensions; column++) {
        mean[column] += table[row + column];
      }
    }
    for (int column = 0; column < dimensions; column++) {
      mean[column] /= Math.max(1, count);
    }
  }

  /** Adds an example to the block of a part. */
  @FunctionalInterface
  private interface Adding {
    void add(Part part, int example);
  }

  private Part[] parts(final int dimensions, final int outputFloats, final int tableFloats) {
    final IntFunction<Part> part = number -> new Part(dimensions, outputFloats, tableFloats);
    return IntStream.range(0, PARTS).mapToObj(part).toArray(Part[]::new);
  }

  /** The distance from one used example to the next. */
  private int step(final int columns) {
    return (int) Math.min(Integer.MAX_VALUE / 2, 1 + (long) corpus.examples() * loss.labels() / (MOST_PRODUCTS_OF_PASS / columns));
  }

  private int from(final int part) {
    return (int) ((long) corpus.examples() * part / PARTS);
  }

  /** Passes over the examples that have labels and rows, or some of these. */
  private void forEachBlock(final Part[] parts, final int dimensions, final Adding adding, final Consumer<Part> work) {
    final int step = step(dimensions);
    workers.forEach(PARTS, number -> {
      final Part part = parts[number];
      part.clear();
      for (int example = (from(number) + step - 1) / step * step; example < from(number + 1); example += step) {
        if (corpus.labels(example) > 0 && corpus.rows(example, part.rows) > 0) {
          adding.add(part, example);
          part.examples++;
        }
        if (part.block.isFull()) {
          work.accept(part);
          part.block.clear();
        }
      }
      work.accept(part);
      part.block.clear();
    });
  }

  /** The mean value over all parts; writes the mean gradient of the output to {@code gradient}, from {@code at} on. */
  private static double sum(final Part[] parts, final double[] gradient, final int at) {
    double value = 0;
    int examples = 0;
    for (final Part part : parts) {
      value += part.value;
      examples += part.examples;
    }
    final double share = 1.0 / Math.max(1, examples);
    for (int index = at; index < gradient.length; index++) {
      double sum = 0;
      for (final Part part : parts) {
        sum += part.gradient[index - at];
      }
      gradient[index] = sum * share;
    }
    return value * share;
  }

  private static void sumTables(final Part[] parts, final float[] target) {
    int examples = 0;
    for (final Part part : parts) {
      examples += part.examples;
    }
    for (int index = 0; index < target.length; index++) {
      double sum = 0;
      for (final Part part : parts) {
        sum += part.tableGradient[index];
      }
      target[index] = (float) (sum / Math.max(1, examples));
    }
  }

  private static void copy(final double[] from, final int at, final float[] to) {
    for (int index = 0; index < to.length; index++) {
      to[index] = (float) from[at + index];
    }
  }
}
