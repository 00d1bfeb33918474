package io.labelstream.kernel;

/** Plain loops: for JVMs without the Vector API, and the reference that the vector variant is tested against. */
public final class ScalarByteRowKernels extends ByteRowKernels {
  @Override
  public void dots(final long rows, final int rowBytes, final int count, final short[] x, final int[] out) {
    for (int index = 0; index < count; index++) {
      out[index] = dot(Memory.start(rows) + Memory.row(index, rowBytes), rowBytes, x);
    }
  }

  @Override
  public void dots(final long table, final int rowBytes, final int[] rows, final int count, final short[] x, final int[] out) {
    for (int index = 0; index < count; index++) {
      out[index] = dot(Memory.start(table) + Memory.row(rows[index], rowBytes), rowBytes, x);
    }
  }

  private static int dot(final long row, final int rowBytes, final short[] x) {
    int sum = 0;
    for (int column = 0; column < rowBytes; column++) {
      sum += Memory.int8(row + column) * x[column];
    }
    return sum;
  }
}
