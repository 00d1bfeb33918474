package io.labelstream.train;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.stream.IntStream;

/** Eigenvectors of small symmetric matrices, by Jacobi's rotations. A library gives other signs, and so other bytes of compressed models. */
public final class SymmetricMatrix {
  private static final int MOST_SWEEPS = 50;
  private static final double NEGLIGIBLE = 1e-24;

  private SymmetricMatrix() {}

  /**
   * Eigenvalues, the greatest first, and their eigenvectors of length 1.
   *
   * @param vectors row {@code i} is the vector of value {@code i}
   */
  public record Eigen(double[] values, double[][] vectors) {}

  /** The eigenvalues and eigenvectors of {@code matrix}, which is not changed. */
  public static Eigen eigen(final double[][] matrix) {
    final int size = matrix.length;
    final double[][] a = new double[size][];
    final double[][] vectors = new double[size][size];
    for (int row = 0; row < size; row++) {
      a[row] = matrix[row].clone();
      vectors[row][row] = 1;
    }
    for (int sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(a); sweep++) {
      for (int row = 0; row < size; row++) {
        for (int column = row + 1; column < size; column++) {
          rotate(a, vectors, row, column);
        }
      }
    }
    final int[] order = IntStream.range(0, size).toArray();
    IntArrays.stableSort(order, (one, other) -> Double.compare(-a[one][one], -a[other][other]));
    final double[] values = new double[size];
    final double[][] sorted = new double[size][];
    for (int index = 0; index < size; index++) {
      values[index] = a[order[index]][order[index]];
      sorted[index] = vectors[order[index]];
    }
    return new Eigen(values, sorted);
  }

  private static boolean isDiagonal(final double[][] a) {
    double diagonal = 0;
    double beside = 0;
    for (int row = 0; row < a.length; row++) {
      for (int column = 0; column < a.length; column++) {
        if (row == column) {
          diagonal += a[row][column] * a[row][column];
        } else {
          beside += a[row][column] * a[row][column];
        }
      }
    }
    return beside <= NEGLIGIBLE * diagonal;
  }

  /** Makes the element at {@code (p, q)} zero. */
  private static void rotate(final double[][] a, final double[][] vectors, final int p, final int q) {
    if (a[p][q] == 0) {
      return;
    }
    final double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    final double tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    final double cosine = 1 / Math.sqrt(tangent * tangent + 1);
    final double sine = tangent * cosine;
    for (final double[] row : a) {
      final double left = row[p];
      final double right = row[q];
      row[p] = cosine * left - sine * right;
      row[q] = sine * left + cosine * right;
    }
    rotateRows(a, p, q, cosine, sine);
    rotateRows(vectors, p, q, cosine, sine);
  }

  private static void rotateRows(final double[][] a, final int p, final int q, final double cosine, final double sine) {
    for (int column = 0; column < a.length; column++) {
      final double upper = a[p][column];
      final double lower = a[q][column];
      a[p][column] = cosine * upper - sine * lower;
      a[q][column] = sine * upper + cosine * lower;
    }
  }
}
