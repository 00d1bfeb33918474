package io.labelstream.train.fasttext.compress;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Eigenvectors of small symmetric matrices. */
final class SymmetricMatrix {
  private SymmetricMatrix() {}

  /**
   * Eigenvalues, the greatest first, and their eigenvectors of length 1.
   *
   * @param vectors row {@code i} is the vector of value {@code i}
   */
  record Eigen(double[] values, double[][] vectors) {}

  /**
   * The eigenvalues and eigenvectors of {@code matrix}, which is not changed.
   *
   * @throws IllegalArgumentException if an element is not a finite number
   */
  static Eigen eigen(final double[][] matrix) {
    final int size = matrix.length;
    final EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(size, true, true);
    if (!decomposition.decompose(new DMatrixRMaj(matrix))) {
      throw new IllegalArgumentException("the matrix of " + size + " x " + size + " has no eigenvalues: is an element no finite number?");
    }
    final double[] unsorted = new double[size];
    Arrays.setAll(unsorted, index -> decomposition.getEigenvalue(index).getReal());
    final int[] order = IntStream.range(0, size).toArray();
    IntArrays.stableSort(order, (one, other) -> Double.compare(unsorted[other], unsorted[one]));
    final double[] values = new double[size];
    final double[][] vectors = new double[size][];
    for (int index = 0; index < size; index++) {
      values[index] = unsorted[order[index]];
      vectors[index] = decomposition.getEigenVector(order[index]).getData();
    }
    return new Eigen(values, vectors);
  }
}
