package io.labelstream.train.fasttext.compress;

import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.train.quantise.RowSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Rows of little-endian float32 outside the heap.
 *
 * <pre>
 *  row r:  | columns x float32 | stride - columns x float32, not used |   at float r * stride
 * </pre>
 *
 * @param values {@code rows * stride} floats, aligned or not
 */
record FloatMatrix(MemorySegment values, int rows, int columns, int stride) implements RowSource {
  private static final ValueLayout.OfFloat FLOAT32 = LittleEndian.FLOAT32;

  /** New rows of zeros, one directly after the other. */
  static FloatMatrix zeros(final int rows, final int columns, final Arena arena) {
    return new FloatMatrix(arena.allocate(Math.max(1L, (long) rows * columns * Float.BYTES), Long.BYTES), rows, columns, columns);
  }

  /** A view of a dense section of a file. */
  static FloatMatrix of(final FastTextMatrix.Dense matrix) {
    return new FloatMatrix(matrix.weights(), (int) matrix.rows(), matrix.columns(), matrix.columns());
  }

  @Override
  public void read(final int row, final float[] out, final int at) {
    MemorySegment.copy(values, FLOAT32, offset(row), out, at, columns);
  }

  /** Writes {@code count} rows from {@code first} on to {@code out}, from its start, one directly after the other. */
  void read(final int first, final int count, final float[] out) {
    if (stride == columns) {
      MemorySegment.copy(values, FLOAT32, offset(first), out, 0, count * columns);
      return;
    }
    for (int index = 0; index < count; index++) {
      read(first + index, out, index * columns);
    }
  }

  /** Sets row {@code row} to the floats of {@code in} from {@code at} on. */
  void write(final int row, final float[] in, final int at) {
    MemorySegment.copy(in, at, values, FLOAT32, offset(row), columns);
  }

  /** The section of a file that holds these rows; a view if they lie directly one after the other, else a copy in {@code arena}. */
  FastTextMatrix.Dense dense(final Arena arena) {
    if (stride == columns) {
      return new FastTextMatrix.Dense(rows, columns, 0, values.asSlice(0, (long) rows * columns * Float.BYTES));
    }
    final FloatMatrix tight = zeros(rows, columns, arena);
    for (int row = 0; row < rows; row++) {
      MemorySegment.copy(values, offset(row), tight.values, tight.offset(row), (long) columns * Float.BYTES);
    }
    return tight.dense(arena);
  }

  private long offset(final int row) {
    return (long) row * stride * Float.BYTES;
  }
}
