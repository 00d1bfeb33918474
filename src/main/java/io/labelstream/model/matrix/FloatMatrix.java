package io.labelstream.model.matrix;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A matrix on the heap, row by row. The array is not copied.
 *
 * @param rows at least 0
 * @param columns at least 1
 * @param values {@code rows × columns} numbers
 */
public record FloatMatrix(int rows, int columns, float[] values) {
  /** @throws IllegalArgumentException if the number of values is not that of the cells */
  public FloatMatrix {
    Objects.requireNonNull(values);
    if (rows < 0 || columns < 1 || values.length != (long) rows * columns) {
      throw new IllegalArgumentException("a matrix of " + rows + " × " + columns + " has " + values.length + " values");
    }
  }

  /**
   * A copy of some rows.
   *
   * @param chosen their numbers, in the order of the copy
   */
  public FloatMatrix rows(final int... chosen) {
    final float[] copy = new float[Math.multiplyExact(chosen.length, columns)];
    for (int row = 0; row < chosen.length; row++) {
      System.arraycopy(values, chosen[row] * columns, copy, row * columns, columns);
    }
    return new FloatMatrix(chosen.length, columns, copy);
  }

  /** A view of the array. */
  public FloatRows view() {
    return new FloatRows(rows, columns, MemorySegment.ofArray(values));
  }
}
