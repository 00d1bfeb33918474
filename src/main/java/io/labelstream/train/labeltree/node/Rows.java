package io.labelstream.train.labeltree.node;

import io.labelstream.train.cluster.FeatureMatrix;

/**
 * The texts of one or several problems, as a solver wants them: each has, besides its features, one that is 1, whose weight is the bias.
 *
 * @param matrix the texts
 * @param squares the squared length of each, that of the bias's feature included
 */
record Rows(FeatureMatrix matrix, float[] squares) {
  static Rows of(final FeatureMatrix matrix) {
    final float[] squares = new float[matrix.rows()];
    for (int row = 0; row < squares.length; row++) {
      double square = 1;
      for (int at = matrix.starts()[row]; at < matrix.starts()[row + 1]; at++) {
        square += (double) matrix.values()[at] * matrix.values()[at];
      }
      squares[row] = (float) square;
    }
    return new Rows(matrix, squares);
  }

  /** The same texts with those features alone whose weight is not small. */
  Rows only(final float[] weights, final double least) {
    final int[] starts = new int[matrix.starts().length];
    for (int row = 0; row < count(); row++) {
      int kept = 0;
      for (int at = matrix.starts()[row]; at < matrix.starts()[row + 1]; at++) {
        kept += Math.abs(weights[matrix.features()[at]]) >= least ? 1 : 0;
      }
      starts[row + 1] = starts[row] + kept;
    }
    final int[] features = new int[starts[count()]];
    final float[] values = new float[features.length];
    int next = 0;
    for (int at = 0; at < matrix.starts()[count()]; at++) {
      if (Math.abs(weights[matrix.features()[at]]) >= least) {
        features[next] = matrix.features()[at];
        values[next++] = matrix.values()[at];
      }
    }
    return of(new FeatureMatrix(starts, features, values, matrix.columns()));
  }

  int count() {
    return squares.length;
  }

  /** The number of weights, the bias included, which is the last. */
  int weights() {
    return matrix.columns() + 1;
  }

  /** The margin of a text. */
  double margin(final int row, final float[] weights) {
    final int[] features = matrix.features();
    final float[] values = matrix.values();
    float sum = weights[matrix.columns()];
    for (int at = matrix.starts()[row]; at < matrix.starts()[row + 1]; at++) {
      sum += values[at] * weights[features[at]];
    }
    return sum;
  }

  /** Adds a multiple of a text to the weights. */
  void add(final int row, final double factor, final float[] weights) {
    final float times = (float) factor;
    final int[] features = matrix.features();
    final float[] values = matrix.values();
    weights[matrix.columns()] += times;
    for (int at = matrix.starts()[row]; at < matrix.starts()[row + 1]; at++) {
      weights[features[at]] += times * values[at];
    }
  }
}
