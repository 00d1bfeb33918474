package io.labelstream.model.matrix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A matrix of product-quantised rows in memory of somebody else: a row is a code for each sub-vector, and one more for its norm if norms are coded apart. An
 * element is {@code centroid × scale of its row}.
 *
 * @param rows at least 0
 * @param codes {@code rows × subvectors} bytes, unsigned, row by row
 */
public record ProductRows(int rows, MemorySegment codes, ProductQuantizer quantizer, Optional<Norms> norms) implements MatrixRows {
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /**
   * Norms of rows that are coded apart.
   *
   * @param codes one byte a row
   * @param centroids 256 float32, little endian
   */
  public record Norms(MemorySegment codes, MemorySegment centroids) {}

  /** @throws IllegalArgumentException if the codes have another length than the matrix needs */
  public ProductRows {
    if (rows < 0 || codes.byteSize() != (long) rows * quantizer.subvectors() || norms.isPresent() && norms.get().codes().byteSize() != rows) {
      throw new IllegalArgumentException(rows + " rows of " + quantizer.subvectors() + " sub-vectors have " + codes.byteSize() + " codes");
    }
  }

  @Override
  public int columns() {
    return quantizer.columns();
  }

  /** The code of a sub-vector, from 0 to 255. */
  public int code(final int row, final int subvector) {
    return Byte.toUnsignedInt(codes.get(ValueLayout.JAVA_BYTE, (long) row * quantizer.subvectors() + subvector));
  }

  /** The factor of all centroids of a row: its norm, or 1 if norms are not coded apart. */
  public float scale(final int row) {
    if (norms.isEmpty()) {
      return 1f;
    }
    final int code = Byte.toUnsignedInt(norms.get().codes().get(ValueLayout.JAVA_BYTE, row));
    return norms.get().centroids().get(FLOAT32, (long) code * Float.BYTES);
  }

  @Override
  public FloatMatrix floats() {
    final float[] values = new float[Math.multiplyExact(rows, columns())];
    for (int row = 0; row < rows; row++) {
      final float scale = scale(row);
      int at = row * columns();
      for (int subvector = 0; subvector < quantizer.subvectors(); subvector++) {
        final int width = quantizer.columnsOf(subvector);
        final long first = quantizer.centroidsStart(subvector) + (long) code(row, subvector) * width;
        for (int column = 0; column < width; column++) {
          values[at++] = scale * quantizer.centroids().get(FLOAT32, (first + column) * Float.BYTES);
        }
      }
    }
    return new FloatMatrix(rows, columns(), values);
  }
}
