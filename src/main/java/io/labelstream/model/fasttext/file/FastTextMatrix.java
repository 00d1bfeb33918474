package io.labelstream.model.fasttext.file;

import io.labelstream.model.matrix.ProductQuantizer;
import io.labelstream.model.matrix.ProductRows.Norms;
import io.labelstream.model.matrix.ProductRows;
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
    /** A section of these rows. */
    public static Quantized of(final ProductRows rows) {
      return new Quantized(rows.rows(), rows.columns(), rows.codes(), rows.quantizer(), rows.norms());
    }

    @Override
    public List<MemorySegment> floats() {
      return norms.isPresent() ? List.of(quantizer.centroids(), norms.get().centroids()) : List.of(quantizer.centroids());
    }
  }
}
