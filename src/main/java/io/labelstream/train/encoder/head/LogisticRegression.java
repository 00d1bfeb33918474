package io.labelstream.train.encoder.head;

import io.labelstream.train.Minimizer;

/**
 * Multinomial logistic regression on vectors: the sum of the texts' log losses, and half of {@code penalty} times the squared distance of the rows from others.
 * Deterministic.
 */
final class LogisticRegression {
  private static final int ITERATIONS = 100;
  /** Of a bias against a row: so small that frequencies of labels are learned, but a label without texts keeps a finite bias. */
  private static final double BIAS_SHARE = 0.01;

  private final LabelledVectors texts;
  private final int labels;
  private final int dimensions;
  private final float[] prior;
  private final double[] margins;

  private LogisticRegression(final LabelledVectors texts, final int labels, final float[] prior) {
    this.texts = texts;
    this.labels = labels;
    this.dimensions = texts.vectors().dimensions();
    this.prior = prior;
    this.margins = new double[labels];
  }

  /**
   * Fits rows and biases.
   *
   * @param prior a row a label, which the penalty draws rows to
   * @param penalty above 0
   */
  static LinearMap fit(final LabelledVectors texts, final int labels, final float[] prior, final double penalty) {
    return new LogisticRegression(texts, labels, prior).fit(penalty);
  }

  private LinearMap fit(final double penalty) {
    // The labels' numbers of a dimension lie side by side, so that the inner loops run over labels without a sum.
    final double[] x = new double[(dimensions + 1) * labels];
    for (int label = 0; label < labels; label++) {
      for (int d = 0; d < dimensions; d++) {
        x[d * labels + label] = prior[label * dimensions + d];
      }
    }
    final double[] start = x.clone();
    Minimizer.minimize((at, gradient) -> loss(at, gradient, start, penalty), x, ITERATIONS);
    final float[] rows = new float[labels * dimensions];
    final float[] bias = new float[labels];
    for (int label = 0; label < labels; label++) {
      for (int d = 0; d < dimensions; d++) {
        rows[label * dimensions + d] = (float) x[d * labels + label];
      }
      bias[label] = (float) x[dimensions * labels + label];
    }
    return LinearMap.ofOneRow(rows, bias);
  }

  private double loss(final double[] x, final double[] gradient, final double[] start, final double penalty) {
    double sum = 0;
    for (int index = 0; index < x.length; index++) {
      final double weight = index < dimensions * labels ? penalty : BIAS_SHARE * penalty;
      final double change = x[index] - start[index];
      gradient[index] = weight * change;
      sum += weight / 2 * change * change;
    }
    for (int text = 0; text < texts.count(); text++) {
      sum += add(text, x, gradient);
    }
    return sum;
  }

  /** Adds the gradient of a text's loss; returns the loss. */
  private double add(final int text, final double[] x, final double[] gradient) {
    final float[] values = texts.vectors().values();
    final int first = text * dimensions;
    System.arraycopy(x, dimensions * labels, margins, 0, labels);
    for (int d = 0; d < dimensions; d++) {
      addScaled(x, d * labels, values[first + d], margins, 0);
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (final double margin : margins) {
      largest = Math.max(largest, margin);
    }
    final int known = texts.labels()[text];
    final double own = margins[known] - largest;
    double total = 0;
    for (int label = 0; label < labels; label++) {
      margins[label] = Math.exp(margins[label] - largest);
      total += margins[label];
    }
    for (int label = 0; label < labels; label++) {
      margins[label] /= total;
    }
    margins[known] -= 1;
    for (int d = 0; d < dimensions; d++) {
      addScaled(margins, 0, values[first + d], gradient, d * labels);
    }
    addScaled(margins, 0, 1, gradient, dimensions * labels);
    return Math.log(total) - own;
  }

  private void addScaled(final double[] from, final int fromStart, final double factor, final double[] to, final int toStart) {
    for (int label = 0; label < labels; label++) {
      to[toStart + label] += factor * from[fromStart + label];
    }
  }
}
