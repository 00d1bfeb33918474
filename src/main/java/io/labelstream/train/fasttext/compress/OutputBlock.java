package io.labelstream.train.fasttext.compress;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.LossFunction;
import java.util.Arrays;

/**
 * Some examples with labels, and their scores. Products go over all of them at a time, which takes a fraction of the time of one product after the other.
 * For one thread.
 *
 * <pre>
 *  hidden:  example e at float e * dimensions
 *  scores:  example e at float e * width, whose width is that of all labels, rounded up to whole panels
 * </pre>
 */
final class OutputBlock {
  /** The most examples. */
  static final int EXAMPLES = 32;

  private static final int PANEL = MatrixKernels.PANEL;
  private static final double LEAST = 1e-7;
  /** So many probabilities of at least {@link #LEAST} have a product that is a normal double. */
  private static final int FACTORS = 32;

  private final MatrixKernels kernels = MatrixKernels.best();
  private final OutputLoss loss;
  private final FeatureCorpus corpus;
  private final int dimensions;
  private final int width;
  private final int[] examples = new int[EXAMPLES];
  private final float[] hidden;
  private final float[] scores;
  private final float[] hiddenGradient;
  private final float[] transposed;
  private final float[] panel = new float[MatrixKernels.panelFloats(EXAMPLES)];
  private final float[] product;
  private final float[] lanes = new float[Kernels.LANES];
  private final float[] one;
  private final int[] label = new int[1];
  private final LossFunction.Targets targets;
  private int count;

  OutputBlock(final OutputLoss loss, final FeatureCorpus corpus, final int dimensions) {
    this.loss = loss;
    this.corpus = corpus;
    this.dimensions = dimensions;
    this.width = MatrixKernels.padded(loss.labels());
    this.hidden = new float[EXAMPLES * dimensions];
    this.scores = new float[EXAMPLES * width];
    this.hiddenGradient = new float[EXAMPLES * dimensions];
    this.transposed = new float[EXAMPLES * dimensions];
    this.product = new float[PANEL * dimensions];
    this.one = new float[width];
    final int most = loss.function().map(LossFunction::mostRows).orElse(0);
    this.targets = new LossFunction.Targets(new int[most], new float[Kernels.padded(most)]);
  }

  boolean isFull() {
    return count == EXAMPLES;
  }

  int count() {
    return count;
  }

  /** The example at a place of this block. */
  int example(final int place) {
    return examples[place];
  }

  void clear() {
    count = 0;
  }

  /** Adds an example, whose hidden vector is in {@code source} from {@code at} on. */
  void add(final int example, final float[] source, final int at) {
    examples[count] = example;
    System.arraycopy(source, at, hidden, count * dimensions, dimensions);
    count++;
  }

  /** The gradients of the hidden vectors that {@link #train} found. */
  float[] hiddenGradient() {
    return hiddenGradient;
  }

  /**
   * The loss of all examples, each of which has labels, as it is trained.
   *
   * @param columns the output
   * @param panels the same as {@link OutputLoss#panels}
   * @param gradient the gradient of the output is added here
   * @param goal the gradients to find
   */
  double train(final float[] columns, final float[] panels, final float[] gradient, final Goal goal) {
    if (goal == Goal.OUTPUT_AND_HIDDEN) {
      Arrays.fill(hiddenGradient, 0);
    }
    if (loss.isSparse()) {
      double value = 0;
      for (int place = 0; place < count; place++) {
        value += sparse(place, columns, gradient, goal);
      }
      return value;
    }
    computeScores(panels);
    final double value = values();
    addProducts(gradient);
    if (goal == Goal.OUTPUT_AND_HIDDEN) {
      for (int place = 0; place < count; place++) {
        for (int column = 0; column < dimensions; column++) {
          float sum = 0;
          for (int row = 0; row < loss.labels(); row++) {
            sum += columns[column * loss.stride() + row] * scores[place * width + row];
          }
          hiddenGradient[place * dimensions + column] = sum;
        }
      }
    }
    return value;
  }

  /** The gradients to find. */
  enum Goal {
    OUTPUT,
    OUTPUT_AND_HIDDEN
  }

  /** Finds the scores by which {@link #right} and {@link #value} go, multiplied by {@code factor}. */
  void score(final float[] panels, final double factor) {
    computeScores(panels);
    for (int index = 0; factor != 1 && index < count * width; index++) {
      scores[index] *= (float) factor;
    }
  }

  /** The loss of all examples, each of which has labels. Takes the scores, which have to be found anew for another call. */
  double value() {
    if (loss.kind() != FastTextLoss.HIERARCHICAL_SOFTMAX || loss.function().isEmpty()) {
      return values();
    }
    double value = 0;
    for (int place = 0; place < count; place++) {
      final int labels = corpus.labels(examples[place]);
      for (int index = 0; index < labels; index++) {
        final int rows = target(place, index);
        for (int target = 0; target < rows; target++) {
          value += softplus(scores[place * width + targets.rows()[target]], targets.wanted()[target]) / labels;
        }
      }
    }
    return value;
  }

  /** The number of examples whose label with the greatest score is one of theirs. */
  int right() {
    int right = 0;
    for (int place = 0; place < count; place++) {
      final int best = best(place);
      for (int index = 0; index < corpus.labels(examples[place]); index++) {
        if (corpus.label(examples[place], index) == best) {
          right++;
          break;
        }
      }
    }
    return right;
  }

  private int best(final int place) {
    if (loss.function().isEmpty()) {
      return 0;
    }
    System.arraycopy(scores, place * width, one, 0, width);
    return loss.function().get().likeliest(one);
  }

  private void computeScores(final float[] panels) {
    final int floats = MatrixKernels.panelFloats(dimensions);
    for (int first = 0; count > 0 && first < width; first += PANEL) {
      kernels.multiply(hidden, 0, dimensions, count, dimensions, panels, first / PANEL * floats, scores, first, width);
    }
  }

  /** Replaces scores by the gradient of the loss. */
  private double values() {
    final int labels = loss.labels();
    double value = 0;
    if (loss.kind() == FastTextLoss.SOFTMAX || loss.kind() == FastTextLoss.HIERARCHICAL_SOFTMAX && loss.function().isEmpty()) {
      kernels.softmax(scores, width, count, labels, lanes);
    }
    for (int place = 0; place < count; place++) {
      final int start = place * width;
      Arrays.fill(scores, start + labels, start + width, 0);
      value += switch (loss.kind()) {
        case SOFTMAX, HIERARCHICAL_SOFTMAX -> softmax(examples[place], start);
        case NEGATIVE_SAMPLING, ONE_VERSUS_ALL -> sigmoids(examples[place], start);
      };
    }
    return value;
  }

  private double softmax(final int example, final int start) {
    final int labels = corpus.labels(example);
    double value = 0;
    for (int index = 0; index < labels; index++) {
      value -= Math.log(Math.max(scores[start + corpus.label(example, index)], LEAST)) / labels;
    }
    for (int index = 0; index < labels; index++) {
      scores[start + corpus.label(example, index)] -= 1f / labels;
    }
    return value;
  }

  private double sigmoids(final int example, final int start) {
    for (int row = start; row < start + loss.labels(); row++) {
      scores[row] = Kernels.sigmoid(scores[row]);
    }
    double value = 0;
    for (int first = 0; first < loss.labels(); first += FACTORS) {
      double others = 1;
      for (int row = start + first; row < start + Math.min(first + FACTORS, loss.labels()); row++) {
        others *= Math.max(1 - scores[row], LEAST);
      }
      value -= Math.log(others);
    }
    for (int index = 0; index < corpus.labels(example); index++) {
      final int row = start + corpus.label(example, index);
      value -= Math.log(Math.max(scores[row], LEAST) / Math.max(1 - scores[row], LEAST));
      scores[row] -= 1;
    }
    return value;
  }

  /** Adds the products of hidden vectors and gradients of scores, example by example within each panel of labels. */
  private void addProducts(final float[] gradient) {
    for (int place = 0; place < count; place++) {
      for (int column = 0; column < dimensions; column++) {
        transposed[column * EXAMPLES + place] = hidden[place * dimensions + column];
      }
    }
    final int stride = loss.stride();
    for (int first = 0; count > 0 && first < width; first += PANEL) {
      for (int place = 0; place < count; place++) {
        System.arraycopy(scores, place * width + first, panel, (place + 1) * PANEL, PANEL);
      }
      kernels.multiply(transposed, 0, EXAMPLES, dimensions, count, panel, 0, product, 0, PANEL);
      final int rows = Math.min(PANEL, stride - first);
      for (int column = 0; column < dimensions; column++) {
        final int at = column * stride + first;
        for (int row = 0; row < rows; row++) {
          gradient[at + row] += product[column * PANEL + row];
        }
      }
    }
  }

  private double sparse(final int place, final float[] columns, final float[] gradient, final Goal goal) {
    final int labels = corpus.labels(examples[place]);
    final int vector = place * dimensions;
    final int stride = loss.stride();
    double value = 0;
    for (int index = 0; index < labels; index++) {
      final int rows = target(place, index);
      for (int target = 0; target < rows; target++) {
        final int row = targets.rows()[target];
        float score = 0;
        for (int column = 0; column < dimensions; column++) {
          score += columns[column * stride + row] * hidden[vector + column];
        }
        value += softplus(score, targets.wanted()[target]) / labels;
        final float change = (Kernels.sigmoid(score) - targets.wanted()[target]) / labels;
        for (int column = 0; column < dimensions; column++) {
          gradient[column * stride + row] += change * hidden[vector + column];
        }
        for (int column = 0; goal == Goal.OUTPUT_AND_HIDDEN && column < dimensions; column++) {
          hiddenGradient[vector + column] += change * columns[column * stride + row];
        }
      }
    }
    return value;
  }

  /** Sets the rows that one label of an example moves, and returns their number; draws are the same each time. */
  private int target(final int place, final int index) {
    label[0] = corpus.label(examples[place], index);
    return loss.function().orElseThrow().targets(label, 1, (long) examples[place] << Integer.SIZE | (long) index << Short.SIZE, targets);
  }

  /** {@code -log p} of a sigmoid that should be 1, or {@code -log (1 - p)} of one that should be 0. */
  private static double softplus(final float score, final float wanted) {
    final double x = wanted > 0 ? -score : score;
    return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
  }
}
