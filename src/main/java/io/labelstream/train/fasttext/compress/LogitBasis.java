package io.labelstream.train.fasttext.compress;

import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.train.SymmetricMatrix;

/**
 * A change of coordinates after which the distance of two rows is the distance of the scores that they give, and fewer coordinates may be enough.
 *
 * <p>Scores are {@code C h}. With softmax only their differences matter, so {@code C} may be centred: each column minus its mean. The scores of the documents
 * then lie in a space of at most {@code min(dimensions, labels - 1)} dimensions ({@code labels} dimensions with losses that take each score by itself). With
 * the principal axes {@code U} of the documents' scores, {@code U' C h} are the new coordinates of rows and {@code U} is the new output matrix: {@code U U' C h
 * = C h} if no axis with any variance is left out. So a model of 4 labels needs 3 dimensions, however many it was trained with, and its probabilities stay the
 * same except for rounding; and k-means, which only sees distances, minimises the error of the scores.
 *
 * <p>The axes are those of the singular value decomposition of {@code C S^(1/2)}, with {@code S} the second moments of the hidden vectors.
 */
final class LogitBasis {
  /** Axes with less than this share of the greatest variance hold nothing but rounding errors. */
  private static final double NEGLIGIBLE = 1e-10;

  /** Keeps the moments regular if some dimension is hardly used. */
  private static final double RIDGE = 1e-6;

  private final double[][] projection;
  private final float[] output;
  private final int labels;
  private final int dimensions;

  private LogitBasis(final double[][] projection, final float[] output, final int labels, final int dimensions) {
    this.projection = projection;
    this.output = output;
    this.labels = labels;
    this.dimensions = dimensions;
  }

  /** The greatest number of dimensions that can matter. */
  static int mostDimensions(final FastTextLoss loss, final int labels, final int dimensions) {
    final int free = loss == FastTextLoss.SOFTMAX || loss == FastTextLoss.HIERARCHICAL_SOFTMAX ? labels - 1 : labels;
    return Math.max(1, Math.min(free, dimensions));
  }

  /**
   * Finds the new coordinates.
   *
   * @param output {@code labels * columns} floats
   * @param moments the sum of {@code h h'} over hidden vectors
   * @param most the most dimensions to keep; fewer are kept if fewer have any variance
   */
  static LogitBasis of(final FastTextLoss loss, final float[] output, final int labels, final double[][] moments, final int most) {
    final int columns = moments.length;
    final double[][] centred = centred(output, labels, columns, loss == FastTextLoss.SOFTMAX);
    final double[][] root = root(moments);
    final double[][] spread = multiply(centred, root);
    final SymmetricMatrix.Eigen eigen = SymmetricMatrix.eigen(gram(spread));
    int kept = 0;
    while (kept < Math.min(most, columns) && (kept == 0 || eigen.values()[kept] > NEGLIGIBLE * eigen.values()[0])) {
      kept++;
    }
    final double[][] axes = new double[labels][kept];
    for (int label = 0; label < labels; label++) {
      for (int axis = 0; axis < kept; axis++) {
        double sum = 0;
        for (int column = 0; column < columns; column++) {
          sum += spread[label][column] * eigen.vectors()[axis][column];
        }
        axes[label][axis] = eigen.values()[axis] > 0 ? sum / Math.sqrt(eigen.values()[axis]) : 0;
      }
    }
    final double[][] projection = new double[kept][columns];
    final float[] rotated = new float[labels * kept];
    for (int label = 0; label < labels; label++) {
      for (int axis = 0; axis < kept; axis++) {
        rotated[label * kept + axis] = (float) axes[label][axis];
        for (int column = 0; column < columns; column++) {
          projection[axis][column] += axes[label][axis] * centred[label][column];
        }
      }
    }
    return new LogitBasis(projection, rotated, labels, kept);
  }

  /** The number of coordinates. */
  int dimensions() {
    return dimensions;
  }

  /** The output matrix in the new coordinates: one row of {@link #dimensions()} floats per label. */
  float[] output() {
    return output.clone();
  }

  /** The new coordinates of a row. */
  void project(final float[] row, final float[] target) {
    for (int axis = 0; axis < dimensions; axis++) {
      double sum = 0;
      for (int column = 0; column < row.length; column++) {
        sum += projection[axis][column] * row[column];
      }
      target[axis] = (float) sum;
    }
  }

  /** This basis with its coordinates in another order, given by the old index of each. */
  LogitBasis reordered(final int[] order) {
    final double[][] reordered = new double[dimensions][];
    final float[] swapped = new float[output.length];
    for (int axis = 0; axis < dimensions; axis++) {
      reordered[axis] = projection[order[axis]];
      for (int label = 0; label < labels; label++) {
        swapped[label * dimensions + axis] = output[label * dimensions + order[axis]];
      }
    }
    return new LogitBasis(reordered, swapped, labels, dimensions);
  }

  private static double[][] centred(final float[] output, final int labels, final int columns, final boolean centre) {
    final double[][] centred = new double[labels][columns];
    for (int column = 0; column < columns; column++) {
      double mean = 0;
      for (int label = 0; centre && label < labels; label++) {
        mean += output[label * columns + column] / (double) labels;
      }
      for (int label = 0; label < labels; label++) {
        centred[label][column] = output[label * columns + column] - mean;
      }
    }
    return centred;
  }

  /** The symmetric square root of a matrix of moments. */
  private static double[][] root(final double[][] moments) {
    final SymmetricMatrix.Eigen eigen = SymmetricMatrix.eigen(moments);
    final int size = moments.length;
    final double ridge = Math.max(eigen.values()[0], Double.MIN_NORMAL) * RIDGE;
    final double[][] root = new double[size][size];
    for (int index = 0; index < size; index++) {
      final double value = Math.sqrt(Math.max(0, eigen.values()[index]) + ridge);
      for (int row = 0; row < size; row++) {
        for (int column = 0; column < size; column++) {
          root[row][column] += value * eigen.vectors()[index][row] * eigen.vectors()[index][column];
        }
      }
    }
    return root;
  }

  private static double[][] multiply(final double[][] left, final double[][] right) {
    final double[][] product = new double[left.length][right[0].length];
    for (int row = 0; row < left.length; row++) {
      for (int inner = 0; inner < right.length; inner++) {
        for (int column = 0; column < right[0].length; column++) {
          product[row][column] += left[row][inner] * right[inner][column];
        }
      }
    }
    return product;
  }

  /** {@code matrix' matrix}. */
  private static double[][] gram(final double[][] matrix) {
    final int size = matrix[0].length;
    final double[][] gram = new double[size][size];
    for (final double[] row : matrix) {
      for (int left = 0; left < size; left++) {
        for (int right = 0; right < size; right++) {
          gram[left][right] += row[left] * row[right];
        }
      }
    }
    return gram;
  }
}
