package io.labelstream.model.matrix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A {@link QuantisedMatrix} in memory of somebody else.
 *
 * @param rows at least 0
 * @param columns at least 1
 * @param values {@code rows × columns} bytes, signed
 * @param scales {@code rows} float32, little endian, not necessarily aligned
 */
public record QuantisedRows(int rows, int columns, MemorySegment values, MemorySegment scales) implements WeightRows {
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** @throws IllegalArgumentException if the segments have other lengths than the matrix needs */
  public QuantisedRows {
    if (rows < 0 || columns < 1 || values.byteSize() != (long) rows * columns || scales.byteSize() != (long) rows * Float.BYTES) {
      throw new IllegalArgumentException(
          "a matrix of " + rows + " × " + columns + " has " + values.byteSize() + " bytes of values and " + scales.byteSize() + " of scales");
    }
  }

  @Override
  public FloatMatrix floats() {
    return new QuantisedMatrix(rows, columns, values.toArray(ValueLayout.JAVA_BYTE), scales.toArray(FLOAT32)).floats();
  }

  /** An integer. */
  @Override
  public float value(final long index) {
    return values.get(ValueLayout.JAVA_BYTE, index);
  }

  @Override
  public float scale(final int row) {
    return scales.get(FLOAT32, (long) row * Float.BYTES);
  }
}
