package io.labelstream.train.fasttext.compress;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.LossFunction;
import java.util.Arrays;

/**
 * The loss of examples as a function of their hidden vectors and the output matrix, with its gradient; and the predictions of an output matrix. Immutable and
 * thread-safe.
 *
 * <p>If training draws one of several labels, this is the mean over them. Negative sampling is taken as one-versus-all: the scores of both are sigmoids, and
 * labels that were not drawn are negative as well.
 *
 * <p>Output matrices are stored column by column here, so that neighbouring labels fill vectors:
 *
 * <pre>
 *  column c:  | one float32 a row | zeros up to stride |   at float c * stride
 * </pre>
 */
final class OutputLoss {
  private static final double LEAST = 1e-7;

  private final FastTextLoss loss;
  private final int labels;
  private final int stride;
  /** With hierarchical softmax, the inner nodes above each label and the side taken there. */
  private final int[][] nodes;

  private final float[][] sides;

  OutputLoss(final FastTextLoss loss, final long[] labelCounts) {
    this.loss = loss;
    this.labels = labelCounts.length;
    this.stride = Kernels.padded(labels);
    final boolean isTree = loss == FastTextLoss.HIERARCHICAL_SOFTMAX && labels > 1;
    this.nodes = new int[isTree ? labels : 0][];
    this.sides = new float[isTree ? labels : 0][];
    if (isTree) {
      final LossFunction tree = LossFunction.of(loss, labelCounts, 0);
      final LossFunction.Targets targets = new LossFunction.Targets(new int[tree.mostRows()], new float[Kernels.padded(tree.mostRows())]);
      for (int label = 0; label < labels; label++) {
        final int count = tree.targets(new int[] {label}, 1, 0, targets);
        nodes[label] = Arrays.copyOf(targets.rows(), count);
        sides[label] = Arrays.copyOf(targets.wanted(), count);
      }
    }
  }

  /** The scratch memory of one thread. */
  final class Scratch {
    private final float[] scores = new float[stride];
    private final float[] lanes = new float[Kernels.LANES];
  }

  /** The number of rows of the output matrix. */
  int labels() {
    return labels;
  }

  /** The distance from one column to the next, in floats. */
  int stride() {
    return stride;
  }

  /** Turns rows of {@code dimensions} floats into columns. */
  float[] columns(final float[] rows, final int dimensions) {
    final float[] columns = new float[dimensions * stride];
    for (int label = 0; label < labels; label++) {
      for (int column = 0; column < dimensions; column++) {
        columns[column * stride + label] = rows[label * dimensions + column];
      }
    }
    return columns;
  }

  /** Turns columns into rows of {@code dimensions} floats. */
  float[] rows(final float[] columns, final int dimensions) {
    final float[] rows = new float[dimensions * labels];
    for (int label = 0; label < labels; label++) {
      for (int column = 0; column < dimensions; column++) {
        rows[label * dimensions + column] = columns[column * stride + label];
      }
    }
    return rows;
  }

  /**
   * The loss of one example, which has labels, and its gradient.
   *
   * @param gradient the gradient of the output matrix is added here
   * @param hiddenGradient receives the gradient of the hidden vector
   */
  double add(
      final float[] hidden, final float[] columns, final FeatureCorpus corpus, final int example, final float[] gradient, final float[] hiddenGradient,
      final Scratch scratch) {
    final float[] scores = scratch.scores;
    scores(hidden, columns, scores);
    final double value = switch (loss) {
      case SOFTMAX -> softmax(corpus, example, scratch);
      case HIERARCHICAL_SOFTMAX -> tree(corpus, example, scratch);
      case NEGATIVE_SAMPLING, ONE_VERSUS_ALL -> sigmoids(corpus, example, scratch);
    };
    for (int column = 0; column < hidden.length; column++) {
      final int at = column * stride;
      final float coordinate = hidden[column];
      for (int label = 0; label < stride; label++) {
        gradient[at + label] += coordinate * scores[label];
      }
      float sum = 0;
      for (int label = 0; label < labels; label++) {
        sum += columns[at + label] * scores[label];
      }
      hiddenGradient[column] = sum;
    }
    return value;
  }

  /** The loss of one example, which has labels, with scores multiplied by {@code factor}. */
  double value(final float[] hidden, final float[] columns, final double factor, final FeatureCorpus corpus, final int example, final Scratch scratch) {
    scores(hidden, columns, scratch.scores);
    for (int label = 0; label < labels; label++) {
      scratch.scores[label] *= (float) factor;
    }
    return switch (loss) {
      case SOFTMAX -> softmax(corpus, example, scratch);
      case HIERARCHICAL_SOFTMAX -> tree(corpus, example, scratch);
      case NEGATIVE_SAMPLING, ONE_VERSUS_ALL -> sigmoids(corpus, example, scratch);
    };
  }

  /** The label with the greatest score. */
  int best(final float[] hidden, final float[] columns, final Scratch scratch) {
    scores(hidden, columns, scratch.scores);
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int label = 0; label < labels; label++) {
      final double score = nodes.length == 0 ? scratch.scores[label] : path(label, scratch.scores);
      if (score > most) {
        most = score;
        best = label;
      }
    }
    return best;
  }

  private double path(final int label, final float[] scores) {
    double sum = 0;
    for (int step = 0; step < nodes[label].length; step++) {
      final float score = scores[nodes[label][step]];
      sum -= Math.log1p(Math.exp(sides[label][step] > 0 ? -score : score));
    }
    return sum;
  }

  private void scores(final float[] hidden, final float[] columns, final float[] scores) {
    Arrays.fill(scores, 0);
    for (int column = 0; column < hidden.length; column++) {
      final float coordinate = hidden[column];
      final int at = column * stride;
      for (int label = 0; label < stride; label++) {
        scores[label] += coordinate * columns[at + label];
      }
    }
  }

  /** Replaces scores by the gradient of the loss. */
  private double softmax(final FeatureCorpus corpus, final int example, final Scratch scratch) {
    final float[] scores = scratch.scores;
    Kernels.best().softmax(scores, labels, scratch.lanes);
    Arrays.fill(scores, labels, stride, 0);
    final int count = corpus.labels(example);
    double value = 0;
    for (int index = 0; index < count; index++) {
      value -= Math.log(Math.max(scores[corpus.label(example, index)], LEAST)) / count;
    }
    for (int index = 0; index < count; index++) {
      scores[corpus.label(example, index)] -= 1f / count;
    }
    return value;
  }

  private double sigmoids(final FeatureCorpus corpus, final int example, final Scratch scratch) {
    final float[] scores = scratch.scores;
    double value = 0;
    for (int label = 0; label < labels; label++) {
      value += softplus(scores[label]);
      scores[label] = Kernels.sigmoid(scores[label]);
    }
    for (int index = 0; index < corpus.labels(example); index++) {
      final int label = corpus.label(example, index);
      // softplus(-x) = softplus(x) - x, and x is the logarithm of the odds.
      value -= Math.log(Math.max(scores[label], LEAST) / Math.max(1 - scores[label], LEAST));
      scores[label] -= 1;
    }
    return value;
  }

  private double tree(final FeatureCorpus corpus, final int example, final Scratch scratch) {
    final float[] scores = scratch.scores;
    final int count = corpus.labels(example);
    final float[] gradient = new float[stride];
    double value = 0;
    for (int index = 0; index < count; index++) {
      final int label = corpus.label(example, index);
      value -= path(label, scores) / count;
      for (int step = 0; step < nodes[label].length; step++) {
        final int node = nodes[label][step];
        gradient[node] += (Kernels.sigmoid(scores[node]) - sides[label][step]) / count;
      }
    }
    System.arraycopy(gradient, 0, scores, 0, stride);
    return value;
  }

  private static double softplus(final double x) {
    return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
  }
}
