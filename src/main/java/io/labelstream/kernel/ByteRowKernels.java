package io.labelstream.kernel;

/**
 * Inner products of rows of bytes outside the heap with one vector. Stateless and thread-safe; nothing allocates.
 *
 * <p>Rows are signed bytes and given by their address: see {@link Memory} for the duties of the caller. They have {@link #padded} {@code columns} bytes, those
 * behind the columns being 0. Sums are whole numbers, so that all providers return the same ones in whatever order they add.
 */
public abstract sealed class ByteRowKernels permits ScalarByteRowKernels, VectorByteRowKernels {
  /** The greatest element of a vector, and the least with a minus: two products with any bytes add up to a short. */
  public static final int MOST = Byte.MAX_VALUE;
  /** A sum of so many products is an int. */
  public static final int MOST_COLUMNS = 1 << 16;

  /** Rows have a multiple of this many bytes. */
  private static final int UNIT = 64;

  private static final ByteRowKernels PLAIN = new ScalarByteRowKernels();
  private static final ByteRowKernels BEST =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? VectorByteRowKernels.provider() : PLAIN;

  /** The provider of this JVM: vectors where {@code --add-modules jdk.incubator.vector} was given, plain loops elsewhere. */
  public static ByteRowKernels best() {
    return BEST;
  }

  /** The bytes of a row of {@code columns}. */
  public static int padded(final int columns) {
    return (columns + UNIT - 1) / UNIT * UNIT;
  }

  /**
   * The products of rows that follow each other.
   *
   * @param rows the address of the first one
   * @param rowBytes the bytes of a row
   * @param count the number of rows
   * @param x {@code rowBytes} elements from -{@link #MOST} to {@link #MOST}
   * @param out receives {@code count} products
   */
  public abstract void dots(long rows, int rowBytes, int count, short[] x, int[] out);

  /**
   * The products of some rows of a table.
   *
   * @param table the address of row 0
   * @param rowBytes the bytes of a row
   * @param rows the numbers of the rows
   * @param count the number of rows
   * @param x {@code rowBytes} elements from -{@link #MOST} to {@link #MOST}
   * @param out receives {@code count} products
   */
  public abstract void dots(long table, int rowBytes, int[] rows, int count, short[] x, int[] out);
}
