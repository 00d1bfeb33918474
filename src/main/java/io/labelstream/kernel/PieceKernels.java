package io.labelstream.kernel;

/**
 * The arithmetic of word pieces and their tables. Stateless and thread-safe; nothing allocates.
 *
 * <p><b>The same bits everywhere</b>, as with {@link Kernels}: products and sums are rounded one by one.
 */
public abstract sealed class PieceKernels permits ScalarPieceKernels, VectorPieceKernels {
  private static final PieceKernels PLAIN = new ScalarPieceKernels();
  private static final PieceKernels BEST = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? VectorPieceKernels.provider() : PLAIN;

  /** The provider of this JVM: vectors where {@code --add-modules jdk.incubator.vector} was given, plain loops elsewhere. */
  public static PieceKernels best() {
    return BEST;
  }

  /**
   * Adds rows of 8-bit integers: {@code sum[c] += table[rows[i]][c] * scales[rows[i]]} for each {@code i} below {@code count}, in this order.
   *
   * @param table the address of rows of {@code columns} bytes, signed
   * @param columns a multiple of {@link Kernels#LANES}
   * @param scales the address of a float32 for each row of the table
   * @param sum has {@code columns} elements
   */
  public abstract void addRows(long table, int columns, long scales, int[] rows, int count, float[] sum);
}
