package io.labelstream.model.matrix;

import io.labelstream.kernel.Memory;
import io.labelstream.model.FileTables;
import io.labelstream.model.ModelMemory.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A table whose rows are looked up. Immutable and thread-safe. */
public sealed interface RowTable {
  /** The bytes that {@link #of} takes, pages of the file among them. */
  static long bytesFor(final WeightRows table) {
    return switch (table) {
      case QuantisedRows rows -> rows.values().byteSize() + rows.scales().byteSize();
      case FloatRows rows -> rows.values().byteSize();
    };
  }

  /** The part of {@link #bytesFor} that is pages of the file. */
  static long mappedBytes(final WeightRows table, final FileTables tables) {
    final MemorySegment values = switch (table) {
      case QuantisedRows rows -> rows.values();
      case FloatRows rows -> rows.values();
    };
    return tables.kind(values) == Kind.MAPPED ? bytesFor(table) : 0;
  }

  /** A table in the form that it has: in pages of the file, or copied to {@code arena}. */
  static RowTable of(final WeightRows table, final FileTables tables, final Arena arena) {
    return switch (table) {
      case QuantisedRows rows -> new Int8(
          rows.columns(), tables.serve(rows.values(), Long.BYTES, arena).address(), tables.serve(rows.scales(), Float.BYTES, arena).address());
      case FloatRows rows -> new Float32(rows.columns(), tables.serve(rows.values(), Float.BYTES, arena).address());
    };
  }

  /** Copies a row to {@code out}, from {@code to} on. */
  void copy(int row, float[] out, int to);

  /** Rows of 8-bit integers at an address, and their scales at another. */
  record Int8(int columns, long values, long scales) implements RowTable {
    @Override
    public void copy(final int row, final float[] out, final int to) {
      final float scale = Memory.float32(Memory.start(scales) + Memory.row(row, Float.BYTES));
      final long from = Memory.start(values) + Memory.row(row, columns);
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
