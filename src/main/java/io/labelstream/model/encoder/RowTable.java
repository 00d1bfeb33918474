package io.labelstream.model.encoder;

import io.labelstream.kernel.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A table whose rows are looked up. Immutable and thread-safe. */
sealed interface RowTable {
  /** Copies a row to {@code out}, from {@code to} on. */
  void copy(int row, float[] out, int to);

  /** Rows of 8-bit integers at an address, and their scales behind them. */
  record Int8(int rows, int columns, long address) implements RowTable {

    /** The bytes that {@link #of} allocates. */
    static long bytesFor(final QuantisedRows table) {
      return table.values().byteSize() + table.scales().byteSize();
    }

    static Int8 of(final QuantisedRows table, final Arena arena) {
      final MemorySegment memory = arena.allocate(bytesFor(table), Long.BYTES);
      final long values = table.values().byteSize();
      MemorySegment.copy(table.values(), 0, memory, 0, values);
      MemorySegment.copy(table.scales(), 0, memory, values, table.scales().byteSize());
      return new Int8(table.rows(), table.columns(), memory.address());
    }

    @Override
    public void copy(final int row, final float[] out, final int to) {
      final float scale = Memory.float32(address + (long) rows * columns + (long) row * Float.BYTES);
      final long from = Memory.start(address) + Memory.row(row, columns);
      for (int column = 0; column < columns; column++) {
        out[to + column] = Memory.int8(from + column) * scale;
      }
    }
  }

  /** Rows of float32 on the heap. */
  record Float32(FloatMatrix table) implements RowTable {
    @Override
    public void copy(final int row, final float[] out, final int to) {
      System.arraycopy(table.values(), row * table.columns(), out, to, table.columns());
    }
  }
}
