package io.labelstream.model.matrix;

import java.lang.foreign.MemorySegment;

/**
 * The codebooks of a product quantiser with 256 centroids for each sub-vector.
 *
 * <pre>
 *  centroids:  sub-vector s, code c, at float  s * 256 * subvectorColumns + c * (columns of sub-vector s)
 * </pre>
 *
 * @param columns the width of the whole vector
 * @param subvectors the number of sub-vectors
 * @param subvectorColumns the width of each but the last
 * @param lastSubvectorColumns the width of the last, at most {@code subvectorColumns}
 * @param centroids {@code 256 * columns} float32, little endian
 */
public record ProductQuantizer(int columns, int subvectors, int subvectorColumns, int lastSubvectorColumns, MemorySegment centroids) {
  /** The number of centroids of each sub-vector. */
  public static final int CENTROIDS = 256;

  /** The width of sub-vector {@code index}. */
  public int columnsOf(final int index) {
    return index == subvectors - 1 ? lastSubvectorColumns : subvectorColumns;
  }

  /** The column that the number at {@code position}, in floats, belongs to. */
  public int column(final int position) {
    final int subvector = Math.min(position / (CENTROIDS * subvectorColumns), subvectors - 1);
    return subvector * subvectorColumns + (position - centroidsStart(subvector)) % columnsOf(subvector);
  }

  /** The position in floats of the first centroid of sub-vector {@code index}. */
  public int centroidsStart(final int index) {
    return index * CENTROIDS * subvectorColumns;
  }
}
