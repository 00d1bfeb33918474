package io.labelstream.train.inception.vectors;

import io.labelstream.train.SymmetricMatrix;
import io.labelstream.train.Workers;

/**
 * The directions that keep most of the squares of vectors, which are not centred, so that a vector of zeros stays one.
 *
 * @param axes of unit length, at right angles, the one that keeps most first
 */
record PrincipalAxes(double[][] axes) {
  static PrincipalAxes of(final float[][] vectors, final int count, final Workers workers) {
    final int width = vectors[0].length;
    final double[][] products = new double[width][width];
    workers.forEach(width, row -> {
      for (final float[] vector : vectors) {
        for (int column = 0; column < width; column++) {
          products[row][column] += (double) vector[row] * vector[column];
        }
      }
    });
    final double[][] axes = new double[count][];
    System.arraycopy(SymmetricMatrix.eigen(products).vectors(), 0, axes, 0, count);
    return new PrincipalAxes(axes);
  }

  /** Writes the parts of a vector along the axes. */
  void project(final float[] vector, final float[] parts) {
    for (int axis = 0; axis < axes.length; axis++) {
      double sum = 0;
      for (int column = 0; column < vector.length; column++) {
        sum += axes[axis][column] * vector[column];
      }
      parts[axis] = (float) sum;
    }
  }
}
