package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.file.LittleEndian;
import java.lang.foreign.MemorySegment;

/**
 * Rows of float32.
 *
 * @param table the address of the first row, see {@link Kernels#addRows}
 * @param stride the distance from one row to the next, in floats
 */
record FloatRows(Kernels kernels, long table, int stride, int columns) implements RowTable {

  /** The same rows, added by other kernels. */
  FloatRows with(final Kernels others) {
    return new FloatRows(others, table, stride, columns);
  }

  /** A copy of the first {@code count} rows, for a model that is being opened. */
  HeapRows onHeap(final int count) {
    final long bytes = (long) count * stride * Float.BYTES;
    return new HeapRows(MemorySegment.ofAddress(table).reinterpret(bytes).toArray(LittleEndian.FLOAT32), stride, columns);
  }

  @Override
  public void addTo(final int[] rows, final int count, final float[] sum) {
    kernels.addRows(table, stride, columns, rows, count, sum);
  }
}
