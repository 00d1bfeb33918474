package io.labelstream.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The arithmetic of scoring. Stateless and thread-safe; nothing allocates.
 *
 * <p>Tables are little-endian float32 outside the heap, not necessarily aligned, and given by their address: see {@link Memory} for what that asks of the
 * caller. Where a method reads whole vectors, the table must be readable
 * for {@link #OVERREAD_BYTES} beyond its last row; what is read there has no influence on the result.
 *
 * <p><b>The same bits everywhere.</b> All providers return the same bits for the same input, on every processor and whether compiled or interpreted, so
 * that a text classified again has the same scores: every sum has a stated order, there is no fused multiply-add, and the exponential function is
 * computed from additions and multiplications. Where a sum goes over the elements of a vector, element {@code i} is added to partial sum
 * {@code i mod 16}, and the partial sums are added pairwise, {@code j} and {@code j + 8} first.
 */
public abstract sealed class Kernels permits ScalarKernels, VectorKernels {

  /** How far beyond the last row of a table, and beyond the end of a text, vectors may read. */
  public static final int OVERREAD_BYTES = 64;

  /** Float arrays given to kernels have a multiple of this many elements. */
  public static final int LANES = 16;

  static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final Kernels BEST =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? new VectorKernels() : new ScalarKernels();

  /** The provider of this JVM: vectors where {@code --add-modules jdk.incubator.vector} was given, plain loops elsewhere. */
  public static Kernels best() {
    return BEST;
  }

  /** {@code columns} rounded up to whole {@link #LANES}. */
  public static int padded(final int columns) {
    return (columns + LANES - 1) / LANES * LANES;
  }

  /** The provider's name, for people. */
  public abstract String name();

  /**
   * Finds the tokens in {@code text}, from {@code from} to {@code to}: maximal runs of bytes that are not white space. White space is the bytes
   * 0, 9 to 13 and 32.
   *
   * @param text readable for {@link #OVERREAD_BYTES} beyond {@code to}
   * @param edges receives start and end of each token in turn; at least {@code to - from + 2} elements
   * @return how many elements of {@code edges} were set: twice the number of tokens
   */
  public abstract int tokenEdges(byte[] text, int from, int to, int[] edges);

  /**
   * Adds rows of a table: {@code sum[c] += table[rows[i]][c]} for each {@code i} below {@code count}, in this order.
   *
   * @param table the address of rows of {@code stride} floats, see {@link #OVERREAD_BYTES}
   * @param stride from the start of a row to the start of the next, in floats; at least {@code columns}
   * @param columns the columns that count
   * @param sum at least {@link #padded} {@code columns} elements; those from {@code columns} on are undefined after the call
   */
  public abstract void addRows(long table, int stride, int columns, int[] rows, int count, float[] sum);

  /**
   * The product of a vector and a matrix that is stored column by column: {@code out[r] = sum over c of columns[c][r] * x[c]}, added in the order
   * of {@code c}.
   *
   * @param columns the address of {@code columnCount} columns of {@code rows} floats each
   * @param rows the number of matrix rows, a multiple of {@link #LANES}; {@code out} has as many elements
   */
  public abstract void multiply(long columns, int columnCount, int rows, float[] x, float[] out);

  /**
   * The inner product of a row and {@code x}, over the first {@code columns} elements, rounded up to whole {@link #LANES}.
   *
   * @param row the row's address, see {@link #OVERREAD_BYTES}
   * @param x at least {@link #padded} {@code columns} elements, those from {@code columns} on being 0
   * @param lanes scratch memory of {@link #LANES} elements
   */
  public abstract float dot(long row, int columns, float[] x, float[] lanes);

  /**
   * Multiplies rows by a matrix: {@code target[r][j] = sum over c of source[r][c] * columns[c][j]}, added in the order of {@code c}. For tables that are
   * made when a model is opened.
   *
   * @param source rows of {@code sourceColumns} floats each, without gaps
   * @param columns {@code sourceColumns} times {@code targetStride} elements
   * @param target rows of {@code targetStride} floats each
   * @param targetStride 4, 8 or a multiple of {@link #LANES}
   */
  public abstract void project(
      MemorySegment source, int sourceColumns, long rows, float[] columns, MemorySegment target, int targetStride);

  /** Whether none of the {@code count} floats of {@code table} is infinite or not a number. */
  public abstract boolean isFinite(MemorySegment table, long count);

  /** Multiplies the first {@code count} elements. */
  public abstract void scale(float[] x, int count, float factor);

  /**
   * Turns scores into probabilities: {@code exp(x - max) / sum}, over the first {@code count} elements.
   *
   * @param lanes scratch memory of {@link #LANES} elements
   */
  public abstract void softmax(float[] x, int count, float[] lanes);

  /** {@code 1 / (1 + exp(-x))}. */
  public static float sigmoid(final float x) {
    return 1f / (1f + Exponential.of(-x));
  }

  /** Adds 16 partial sums pairwise. */
  static float sum(final float[] lanes) {
    final float a = lanes[0] + lanes[8] + (lanes[4] + lanes[12]);
    final float b = lanes[1] + lanes[9] + (lanes[5] + lanes[13]);
    final float c = lanes[2] + lanes[10] + (lanes[6] + lanes[14]);
    final float d = lanes[3] + lanes[11] + (lanes[7] + lanes[15]);
    return a + c + (b + d);
  }
}
