package io.labelstream.model.fasttext;

import io.labelstream.kernel.Memory;
import io.labelstream.model.file.FastTextMatrix;
import io.labelstream.model.file.FastTextMatrix.ProductQuantizer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntUnaryOperator;

/**
 * Product-quantised rows, decoded as they are added: the form without derived memory.
 *
 * <pre>
 *  row:  | code of sub-vector 0 | code of sub-vector 1 | ... | norm code, where norms are coded apart |
 * </pre>
 *
 * <p>A row is its norm times its centroids one after the other. FastText.zip, section 2.
 */
final class CodedRows implements RowTable {
  private static final ValueLayout.OfByte INT8 = ValueLayout.JAVA_BYTE;

  private final MemorySegment codes;
  private final MemorySegment centroids;
  private final MemorySegment norms;
  private final int rowBytes;
  private final int subvectors;
  private final int subvectorColumns;
  private final int lastColumns;

  private CodedRows(
      final MemorySegment codes, final MemorySegment centroids, final MemorySegment norms, final int rowBytes, final ProductQuantizer quantizer) {
    this.codes = codes;
    this.centroids = centroids;
    this.norms = norms;
    this.rowBytes = rowBytes;
    this.subvectors = quantizer.subvectors();
    this.subvectorColumns = quantizer.subvectorColumns();
    this.lastColumns = quantizer.lastSubvectorColumns();
  }

  /**
   * Copies {@code count} rows of a quantised matrix into {@code arena}.
   *
   * @param order the matrix row that becomes a given row of this table
   */
  static CodedRows of(final FastTextMatrix.Quantized matrix, final int count, final IntUnaryOperator order, final Arena arena) {
    final ProductQuantizer quantizer = matrix.quantizer();
    final int subvectors = quantizer.subvectors();
    final boolean normed = matrix.norms().isPresent();
    final int rowBytes = subvectors + (normed ? 1 : 0);
    final MemorySegment codes = arena.allocate((long) count * rowBytes);
    for (int row = 0; row < count; row++) {
      final long source = order.applyAsInt(row);
      final long target = (long) row * rowBytes;
      MemorySegment.copy(matrix.codes(), source * subvectors, codes, target, subvectors);
      if (normed) {
        codes.set(INT8, target + subvectors, matrix.norms().orElseThrow().codes().get(INT8, source));
      }
    }
    final MemorySegment norms = matrix.norms().map(coded -> copy(coded.centroids(), arena)).orElse(MemorySegment.NULL);
    return new CodedRows(codes, copy(quantizer.centroids(), arena), norms, rowBytes, quantizer);
  }

  /** How large {@link #of} would be. */
  static long bytesFor(final FastTextMatrix.Quantized matrix, final int count) {
    final long normBytes = matrix.norms().map(norms -> count + norms.centroids().byteSize()).orElse(0L);
    return (long) count * matrix.quantizer().subvectors() + matrix.quantizer().centroids().byteSize() + normBytes;
  }

  private static MemorySegment copy(final MemorySegment source, final Arena arena) {
    return arena.allocate(source.byteSize(), Float.BYTES).copyFrom(source);
  }

  /** The bytes this table takes. */
  long bytes() {
    return codes.byteSize() + centroids.byteSize() + norms.byteSize();
  }

  @Override
  public void addTo(final int[] rows, final int count, final float[] sum) {
    for (int index = 0; index < count; index++) {
      final long row = codes.address() + (long) rows[index] * rowBytes;
      final float norm = norm(row);
      for (int subvector = 0; subvector < subvectors; subvector++) {
        final int width = subvector == subvectors - 1 ? lastColumns : subvectorColumns;
        final long centroid = centroid(row, subvector, width);
        final int column = subvector * subvectorColumns;
        for (int offset = 0; offset < width; offset++) {
          sum[column + offset] += norm * Memory.float32(centroid + (long) offset * Float.BYTES);
        }
      }
    }
  }

  /** The inner product of row {@code index} and {@code x}: the norm is multiplied last, as in the reference. */
  float dot(final int index, final float[] x) {
    final long row = codes.address() + (long) index * rowBytes;
    float sum = 0;
    for (int subvector = 0; subvector < subvectors; subvector++) {
      final int width = subvector == subvectors - 1 ? lastColumns : subvectorColumns;
      final long centroid = centroid(row, subvector, width);
      final int column = subvector * subvectorColumns;
      for (int offset = 0; offset < width; offset++) {
        sum += x[column + offset] * Memory.float32(centroid + (long) offset * Float.BYTES);
      }
    }
    return sum * norm(row);
  }

  private float norm(final long row) {
    return rowBytes == subvectors ? 1f : Memory.float32(norms.address() + (Memory.int8(row + subvectors) & 0xFFL) * Float.BYTES);
  }

  private long centroid(final long row, final int subvector, final int width) {
    final long code = Memory.int8(row + subvector) & 0xFFL;
    return centroids.address() + ((long) subvector * ProductQuantizer.CENTROIDS * subvectorColumns + code * width) * Float.BYTES;
  }
}
