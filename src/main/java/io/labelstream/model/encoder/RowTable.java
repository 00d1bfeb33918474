package io.labelstream.model.encoder;

import io.labelstream.kernel.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A table whose rows are looked up. Immutable and thread-safe. */
sealed interface RowTable {
  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final WeightRows table) {
    return switch (table) {
      case QuantisedRows rows -> rows.values().byteSize() + rows.scales().byteSize();
      case FloatRows rows -> rows.values().byteSize();
    };
  }

  /** Copies a table to {@code arena}, in the form that it has. */
  static RowTable of(final WeightRows table, final Arena arena) {
    final MemorySegment memory = arena.allocate(bytesFor(table), Long.BYTES);
    return switch (table) {
      case QuantisedRows rows -> {
        memory.asSlice(0, rows.values().byteSize()).copyFrom(rows.values());
        memory.asSlice(rows.values().byteSize()).copyFrom(rows.scales());
        yield new Int8(rows.rows(), rows.columns(), memory.address());
      }
      case FloatRows rows -> new Float32(rows.columns(), memory.copyFrom(rows.values()).address());
    };
  }

  /** Copies a row to {@code out}, from {@code to} on. */
  void copy(int row, float[] out, int to);

  /** Rows of 8-bit integers at an address, and their scales behind them. */
  record Int8(int rows, int columns, long address) implements RowTable {
    @Override
    public void copy(final int row, final float[] out, final int to) {
      final float scale = Memory.float32(address + (long) rows * columns + (long) row * Float.BYTES);
      final long from = Memory.start(address) + Memory.row(row, columns);
      for (int column = 0; column < columns; column++) {
        out[to + column] = Memory.int8(from + column) * scale;
      }
    }
  }

  /** Rows of float32 at an address. */
  record Float32(int columns, long address) implements RowTable {
    @Override
    public void copy(final int row, final float[] out, final int to) {
      final long from = Memory.start(address) + Memory.row(row, (long) columns * Float.BYTES);
      for (int column = 0; column < columns; column++) {
        out[to + column] = Memory.float32(from + (long) column * Float.BYTES);
      }
    }
  }
}
