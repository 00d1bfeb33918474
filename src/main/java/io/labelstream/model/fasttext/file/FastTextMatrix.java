package io.labelstream.model.fasttext.file;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** A matrix section of a fastText file. */
public sealed interface FastTextMatrix {

  /** The number of rows. */
  long rows();

  /** The number of columns. */
  int columns();

  /** All tables of float32 of this matrix. */
  List<MemorySegment> floats();

  /**
   * Rows of float32, one after the other.
   *
   * @param offset the start of the first row in the file; not aligned
   * @param weights {@code rows * columns} float32, little endian
   */
  record Dense(long rows, int columns, long offset, MemorySegment weights) implements FastTextMatrix {
    @Override
    public List<MemorySegment> floats() {
      return List.of(weights);
    }
  }

  /**
   * Product-quantised rows: each row is one code byte per sub-vector, and one more for its norm if norms are coded apart.
   *
   * @param codes {@code rows * quantizer.subvectors()} bytes
   */
  record Quantized(long rows, int columns, MemorySegment codes, ProductQuantizer quantizer, Optional<Norms> norms)
      implements FastTextMatrix {
    @Override
    public List<MemorySegment> floats() {
      return norms.isPresent() ? List.of(quantizer.centroids(), norms.get().centroids()) : List.of(quantizer.centroids());
    }
  }

  /**
   * Separately coded row norms.
   *
   * @param codes one byte per row
   * @param centroids 256 float32
   */
  record Norms(MemorySegment codes, MemorySegment centroids) {}

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
  record ProductQuantizer(int columns, int subvectors, int subvectorColumns, int lastSubvectorColumns, MemorySegment centroids) {
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
}
