package io.labelstream.model.encoder;

import io.labelstream.kernel.Memory;
import io.labelstream.model.FileTables;
import io.labelstream.model.ModelMemory.Kind;
import java.lang.foreign.Arena;

/** A table whose rows are looked up. Immutable and thread-safe. */
sealed interface RowTable {
  /** Copies a row to {@code out}, from {@code to} on. */
  void copy(int row, float[] out, int to);

  /** Rows of 8-bit integers at an address, and their scales at another. */
  record Int8(int columns, long values, long scales) implements RowTable {

    /** The bytes that {@link #of} takes, pages of the file among them. */
    static long bytesFor(final QuantisedRows table) {
      return table.values().byteSize() + table.scales().byteSize();
    }

    /** The part of {@link #bytesFor} that is pages of the file. */
    static long mappedBytes(final QuantisedRows table, final FileTables tables) {
      return tables.kind(table.values()) == Kind.MAPPED ? bytesFor(table) : 0;
    }

    static Int8 of(final QuantisedRows table, final FileTables tables, final Arena arena) {
      return new Int8(
          table.columns(), tables.serve(table.values(), Long.BYTES, arena).address(), tables.serve(table.scales(), Float.BYTES, arena).address());
    }

    @Override
    public void copy(final int row, final float[] out, final int to) {
      final float scale = Memory.float32(Memory.start(scales) + Memory.row(row, Float.BYTES));
      final long from = Memory.start(values) + Memory.row(row, columns);
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
