package io.labelstream.model.matrix;

import io.labelstream.model.vector.ByteCodes;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A matrix of 8-bit integers on the heap, row by row, each row with a scale of its own: an element is {@code value × scale}. The arrays are not copied.
 *
 * @param rows at least 0
 * @param columns at least 1
 * @param values {@code rows × columns} numbers from -127 to 127
 * @param scales one a row, not negative
 */
public record QuantisedMatrix(int rows, int columns, byte[] values, float[] scales) {
  /** The greatest absolute value. */
  public static final int GREATEST = ByteCodes.GREATEST;

  /** @throws IllegalArgumentException if the arrays have other lengths than the matrix needs */
  public QuantisedMatrix {
    Objects.requireNonNull(values);
    if (rows < 0 || columns < 1 || values.length != (long) rows * columns || scales.length != rows) {
      throw new IllegalArgumentException("a matrix of " + rows + " × " + columns + " has " + values.length + " values and " + scales.length + " scales");
    }
  }

  /**
   * The nearest integers, where a row's scale is its greatest absolute value divided by {@value #GREATEST}.
   *
   * @param matrix finite
   */
  public static QuantisedMatrix of(final FloatMatrix matrix) {
    final byte[] values = new byte[matrix.values().length];
    final float[] scales = new float[matrix.rows()];
    for (int row = 0; row < matrix.rows(); row++) {
      scales[row] = ByteCodes.encode(matrix.values(), row * matrix.columns(), matrix.columns(), values);
    }
    return new QuantisedMatrix(matrix.rows(), matrix.columns(), values, scales);
  }

  /** The elements as float32. */
  public FloatMatrix floats() {
    final float[] floats = new float[values.length];
    for (int index = 0; index < floats.length; index++) {
      floats[index] = values[index] * scales[index / columns];
    }
    return new FloatMatrix(rows, columns, floats);
  }

  /** A view of the arrays. */
  public QuantisedRows view() {
    return new QuantisedRows(rows, columns, MemorySegment.ofArray(values), MemorySegment.ofArray(scales));
  }
}
