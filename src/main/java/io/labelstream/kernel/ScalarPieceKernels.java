package io.labelstream.kernel;

/** Plain loops. */
final class ScalarPieceKernels extends PieceKernels {
  @Override
  public void addRows(final long table, final int columns, final long scales, final int[] rows, final int count, final float[] sum) {
    for (int index = 0; index < count; index++) {
      final long row = Memory.start(table) + Memory.row(rows[index], columns);
      final float scale = Memory.float32(Memory.start(scales) + Memory.row(rows[index], Float.BYTES));
      for (int column = 0; column < columns; column++) {
        sum[column] += Memory.int8(row + column) * scale;
      }
    }
  }
}
