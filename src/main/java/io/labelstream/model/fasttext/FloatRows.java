package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import java.lang.foreign.MemorySegment;

/**
 * Rows of float32.
 *
 * @param table see {@link Kernels#addRows}
 * @param stride from one row to the next, in floats
 */
record FloatRows(Kernels kernels, MemorySegment table, int stride, int columns) implements RowTable {

  @Override
  public void addTo(final int[] rows, final int count, final float[] sum) {
    kernels.addRows(table, stride, columns, rows, count, sum);
  }
}
