package io.labelstream.model.fasttext;

import io.labelstream.model.file.FastTextFile;
import io.labelstream.model.file.FastTextMatrix;
import io.labelstream.model.file.FastTextMatrix.Norms;
import io.labelstream.model.file.FastTextMatrix.ProductQuantizer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntUnaryOperator;

/** Reads rows of a matrix section as floats, decoded where they are coded. For use while a model is opened. Not thread-safe. */
sealed interface RowReader {

  /** Writes row {@code row} to {@code out}, from {@code at} on. */
  void read(int row, float[] out, int at);

  /**
   * Writes the rows from {@code from} on to {@code out}, one after the other.
   *
   * @param order the matrix row that is written for a given row; the identity plus a constant for dense matrices
   */
  void readAll(int from, int count, IntUnaryOperator order, float[] out);

  /** A reader of {@code matrix} that leaves norms out where {@code withNorms} is false. */
  static RowReader of(final FastTextMatrix matrix, final boolean withNorms) {
    return switch (matrix) {
      case FastTextMatrix.Dense dense -> new Dense(dense.weights(), dense.columns());
      case FastTextMatrix.Quantized quantized -> new Quantized(quantized, withNorms);
    };
  }

  /** Float32 rows. */
  record Dense(MemorySegment weights, int columns) implements RowReader {
    @Override
    public void read(final int row, final float[] out, final int at) {
      MemorySegment.copy(weights, FastTextFile.FLOAT32, (long) row * columns * Float.BYTES, out, at, columns);
    }

    @Override
    public void readAll(final int from, final int count, final IntUnaryOperator order, final float[] out) {
      MemorySegment.copy(weights, FastTextFile.FLOAT32, (long) order.applyAsInt(from) * columns * Float.BYTES, out, 0, count * columns);
    }
  }

  /** Product-quantised rows. Codebooks are on the heap while this lives: they are small and visited for every row. */
  final class Quantized implements RowReader {
    private final MemorySegment codes;
    private final ProductQuantizer quantizer;
    private final float[] centroids;
    private final MemorySegment normCodes;
    private final float[] norms;
    private final byte[] row;

    Quantized(final FastTextMatrix.Quantized matrix, final boolean withNorms) {
      this.codes = matrix.codes();
      this.quantizer = matrix.quantizer();
      this.centroids = quantizer.centroids().toArray(FastTextFile.FLOAT32);
      this.normCodes = matrix.norms().map(Norms::codes).orElse(MemorySegment.NULL);
      this.norms = withNorms && matrix.norms().isPresent() ? matrix.norms().get().centroids().toArray(FastTextFile.FLOAT32) : new float[0];
      this.row = new byte[quantizer.subvectors()];
    }

    @Override
    public void readAll(final int from, final int count, final IntUnaryOperator order, final float[] out) {
      for (int row = 0; row < count; row++) {
        read(order.applyAsInt(from + row), out, row * quantizer.columns());
      }
    }

    @Override
    public void read(final int index, final float[] out, final int at) {
      final int subvectors = row.length;
      MemorySegment.copy(codes, ValueLayout.JAVA_BYTE, (long) index * subvectors, row, 0, subvectors);
      final float norm = norms.length == 0 ? 1f : norms[normCodes.get(ValueLayout.JAVA_BYTE, index) & 0xFF];
      int target = at;
      for (int subvector = 0; subvector < subvectors; subvector++) {
        final int width = quantizer.columnsOf(subvector);
        final int centroid = quantizer.centroidsStart(subvector) + (row[subvector] & 0xFF) * width;
        for (int offset = 0; offset < width; offset++) {
          out[target++] = norm * centroids[centroid + offset];
        }
      }
    }
  }
}
