package io.labelstream.model.fasttext;

import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.matrix.ProductQuantizer;
import java.lang.foreign.MemorySegment;
import java.util.function.IntUnaryOperator;

/** Reads rows of a matrix section as floats, decoded if they are coded. For use while a model is opened. Not thread-safe. */
sealed interface RowReader {

  /** Writes row {@code row} to {@code out}, from {@code at} on. */
  void read(int row, float[] out, int at);

  /**
   * Writes the rows from {@code from} on to {@code out}, one after the other.
   *
   * @param order the matrix row to write for a given row; the identity plus a constant for dense matrices
   */
  void readAll(int from, int count, IntUnaryOperator order, float[] out);

  /** A reader of {@code matrix} that leaves norms out if {@code withNorms} is false. */
  static RowReader of(final FastTextMatrix matrix, final boolean withNorms) {
    return matrix instanceof FastTextMatrix.Quantized quantized ? new Quantized(quantized, withNorms) : new Dense(matrix.floats().getFirst(), matrix.columns());
  }

  /** Float32 rows. */
  record Dense(MemorySegment weights, int columns) implements RowReader {
    @Override
    public void read(final int row, final float[] out, final int at) {
      MemorySegment.copy(weights, LittleEndian.FLOAT32, (long) row * columns * Float.BYTES, out, at, columns);
    }

    @Override
    public void readAll(final int from, final int count, final IntUnaryOperator order, final float[] out) {
      MemorySegment.copy(weights, LittleEndian.FLOAT32, (long) order.applyAsInt(from) * columns * Float.BYTES, out, 0, count * columns);
    }
  }

  /** Product-quantised rows. Codebooks are copied to the heap, as they are used for every row, and so are the codes unless they are many. */
  final class Quantized implements RowReader {
    private static final long MOST_BYTES_ON_HEAP = 16L << 20;

    private final MemorySegment codes;
    private final MemorySegment normCodes;
    private final ProductQuantizer quantizer;
    private final float[] centroids;
    private final float[] norms;
    private final boolean isOnHeap;
    /** Codes and norm codes of all rows, or of the row that is read. */
    private final byte[] someCodes;
    private final byte[] someNormCodes;

    Quantized(final FastTextMatrix.Quantized matrix, final boolean withNorms) {
      final boolean isNormed = withNorms && matrix.norms().isPresent();
      this.codes = matrix.codes();
      this.normCodes = isNormed ? matrix.norms().get().codes() : MemorySegment.NULL;
      this.quantizer = matrix.quantizer();
      this.centroids = quantizer.centroids().toArray(LittleEndian.FLOAT32);
      this.norms = isNormed ? matrix.norms().get().centroids().toArray(LittleEndian.FLOAT32) : new float[0];
      this.isOnHeap = codes.byteSize() <= MOST_BYTES_ON_HEAP;
      this.someCodes = isOnHeap ? codes.toArray(LittleEndian.INT8) : new byte[quantizer.subvectors()];
      this.someNormCodes = isOnHeap ? normCodes.toArray(LittleEndian.INT8) : new byte[1];
    }

    @Override
    public void readAll(final int from, final int count, final IntUnaryOperator order, final float[] out) {
      for (int row = 0; row < count; row++) {
        read(order.applyAsInt(from + row), out, row * quantizer.columns());
      }
    }

    @Override
    public void read(final int index, final float[] out, final int at) {
      final int subvectors = quantizer.subvectors();
      final int row = isOnHeap ? index : 0;
      if (!isOnHeap) {
        MemorySegment.copy(codes, LittleEndian.INT8, (long) index * subvectors, someCodes, 0, subvectors);
        MemorySegment.copy(normCodes, LittleEndian.INT8, index, someNormCodes, 0, norms.length == 0 ? 0 : 1);
      }
      final float norm = norms.length == 0 ? 1f : norms[someNormCodes[row] & 0xFF];
      int code = row * subvectors;
      int target = at;
      for (int subvector = 0; subvector < subvectors; subvector++) {
        final int width = quantizer.columnsOf(subvector);
        final int centroid = quantizer.centroidsStart(subvector) + (someCodes[code++] & 0xFF) * width;
        for (int offset = 0; offset < width; offset++) {
          out[target++] = norm * centroids[centroid + offset];
        }
      }
    }
  }
}
