package io.labelstream.model.fasttext;

import io.labelstream.kernel.Memory;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.matrix.ProductQuantizer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntUnaryOperator;

/**
 * Product-quantised rows, decoded as they are added: the form without derived memory.
 *
 * <pre>
 *  row:        | code of sub-vector 0 | code of sub-vector 1 | ... |
 *  norm code:  behind the row if rows were copied; for rows in a file, norm codes are one after the other
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
  private final long normCodes;
  private final int normCodeStep;
  private final int subvectors;
  private final int subvectorColumns;
  private final int lastColumns;

  /**
   * @param rowBytes the distance in bytes from one row to the next
   * @param normCodes the address of the first norm code
   * @param normCodeStep the distance in bytes from one norm code to the next
   */
  private CodedRows(
      final MemorySegment codes,
      final MemorySegment centroids,
      final MemorySegment norms,
      final int rowBytes,
      final long normCodes,
      final int normCodeStep,
      final ProductQuantizer quantizer) {
    this.codes = codes;
    this.centroids = centroids;
    this.norms = norms;
    this.rowBytes = rowBytes;
    this.normCodes = normCodes;
    this.normCodeStep = normCodeStep;
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
    return new CodedRows(codes, copy(quantizer.centroids(), arena), norms(matrix, arena), rowBytes, codes.address() + subvectors, rowBytes, quantizer);
  }

  /**
   * Uses rows in place, and copies the codebooks into {@code arena}.
   *
   * @param codes the first row and those after it
   * @param normCodes the norm codes of the same rows, or nothing
   */
  static CodedRows inPlace(final FastTextMatrix.Quantized matrix, final MemorySegment codes, final MemorySegment normCodes, final Arena arena) {
    final ProductQuantizer quantizer = matrix.quantizer();
    return new CodedRows(codes, copy(quantizer.centroids(), arena), norms(matrix, arena), quantizer.subvectors(), normCodes.address(), 1, quantizer);
  }

  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final FastTextMatrix.Quantized matrix, final int count) {
    return codeBytesFor(matrix, count) + codebookBytes(matrix);
  }

  /** The bytes of the codes of {@code count} rows. */
  static long codeBytesFor(final FastTextMatrix.Quantized matrix, final int count) {
    return (long) count * (matrix.quantizer().subvectors() + (matrix.norms().isPresent() ? 1 : 0));
  }

  /** The bytes of a matrix's codebooks. */
  static long codebookBytes(final FastTextMatrix.Quantized matrix) {
    return matrix.floats().stream().mapToLong(MemorySegment::byteSize).sum();
  }

  private static MemorySegment norms(final FastTextMatrix.Quantized matrix, final Arena arena) {
    return matrix.norms().map(coded -> copy(coded.centroids(), arena)).orElse(MemorySegment.NULL);
  }

  private static MemorySegment copy(final MemorySegment source, final Arena arena) {
    return arena.allocate(source.byteSize(), Float.BYTES).copyFrom(source);
  }

  @Override
  public void addTo(final int[] rows, final int count, final float[] sum) {
    for (int index = 0; index < count; index++) {
      final long row = codes.address() + (long) rows[index] * rowBytes;
      final float norm = norm(rows[index]);
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
    return sum * norm(index);
  }

  private float norm(final int index) {
    return norms.byteSize() == 0 ? 1f : Memory.float32(norms.address() + (Memory.int8(normCodes + (long) index * normCodeStep) & 0xFFL) * Float.BYTES);
  }

  private long centroid(final long row, final int subvector, final int width) {
    final long code = Memory.int8(row + subvector) & 0xFFL;
    return centroids.address() + ((long) subvector * ProductQuantizer.CENTROIDS * subvectorColumns + code * width) * Float.BYTES;
  }
}
