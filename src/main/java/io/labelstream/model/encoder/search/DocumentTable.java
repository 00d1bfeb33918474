package io.labelstream.model.encoder.search;

import io.labelstream.kernel.ByteRowKernels;
import io.labelstream.model.FileTables;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory.Part;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The rows of {@link DocumentRows} off the heap, each padded for the kernels. Immutable.
 *
 * @param rows a copy starts at a multiple of {@link #CACHE_LINE}; rows that need no padding may be pages of the file
 * @param rowBytes from one row to the next
 */
record DocumentTable(MemorySegment rows, int count, int dimensions, int rowBytes, float scale) {
  private static final int CACHE_LINE = 64;

  static DocumentTable of(final DocumentRows source, final FileTables tables, final Arena arena) {
    final int rowBytes = ByteRowKernels.padded(source.dimensions());
    if (rowBytes == source.dimensions()) {
      return new DocumentTable(tables.serve(source.values(), CACHE_LINE, arena), source.count(), source.dimensions(), rowBytes, source.scale());
    }
    final MemorySegment rows = arena.allocate((long) source.count() * rowBytes, CACHE_LINE);
    for (long row = 0; row < source.count(); row++) {
      MemorySegment.copy(source.values(), row * source.dimensions(), rows, row * rowBytes, source.dimensions());
    }
    return new DocumentTable(rows, source.count(), source.dimensions(), rowBytes, source.scale());
  }

  /** The memory that {@link #of} takes. */
  static Part memory(final DocumentRows source, final FileTables tables) {
    final int rowBytes = ByteRowKernels.padded(source.dimensions());
    return new Part("documents", rowBytes == source.dimensions() ? tables.kind(source.values()) : Kind.REQUIRED, (long) source.count() * rowBytes);
  }
}
