package io.labelstream.train.encoder.head;

/**
 * Vectors of texts, one after the other.
 *
 * @param count the number of vectors
 * @param dimensions of each
 * @param values {@code count × dimensions}; not copied
 */
record Vectors(int count, int dimensions, float[] values) {
  /** The product of a vector and {@code row}, summed in order. */
  double product(final int vector, final float[] row, final int rowStart) {
    double sum = 0;
    for (int d = 0; d < dimensions; d++) {
      sum += (double) values[vector * dimensions + d] * row[rowStart + d];
    }
    return sum;
  }

  /** The mean of the vectors, of which there is at least one. */
  float[] mean() {
    final double[] sums = new double[dimensions];
    for (int vector = 0; vector < count; vector++) {
      for (int d = 0; d < dimensions; d++) {
        sums[d] += values[vector * dimensions + d];
      }
    }
    final float[] mean = new float[dimensions];
    for (int d = 0; d < dimensions; d++) {
      mean[d] = (float) (sums[d] / count);
    }
    return mean;
  }
}
