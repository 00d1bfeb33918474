package io.labelstream.model.matrix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A {@link FloatMatrix} in memory of somebody else.
 *
 * @param rows at least 0
 * @param columns at least 1
 * @param values {@code rows × columns} float32, little endian, not necessarily aligned
 */
public record FloatRows(int rows, int columns, MemorySegment values) implements WeightRows {
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** @throws IllegalArgumentException if the segment has another length than the matrix needs */
  public FloatRows {
    if (rows < 0 || columns < 1 || values.byteSize() != (long) rows * columns * Float.BYTES) {
      throw new IllegalArgumentException("a matrix of " + rows + " × " + columns + " has " + values.byteSize() + " bytes of float32");
    }
  }

  @Override
  public FloatMatrix floats() {
    return new FloatMatrix(rows, columns, values.toArray(FLOAT32));
  }

  @Override
  public float value(final long index) {
    return values.get(FLOAT32, index * Float.BYTES);
  }

  /** 1. */
  @Override
  public float scale(final int row) {
    return 1f;
  }
}
