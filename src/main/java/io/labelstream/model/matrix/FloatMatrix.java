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

  /** A view of the array. */
  public FloatRows view() {
    return new FloatRows(rows, columns, MemorySegment.ofArray(values));
  }
}
