package io.labelstream.model.encoder.search;

import io.labelstream.kernel.ByteRowKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The rows of {@link DocumentRows} off the heap, each padded for the kernels. Immutable.
 *
 * @param rows the first one starts at a multiple of {@link #CACHE_LINE}
 * @param rowBytes from one row to the next
 */
record DocumentTable(MemorySegment rows, int count, int dimensions, int rowBytes, float scale) {
  private static final int CACHE_LINE = 64;

  static DocumentTable of(final DocumentRows source, final Arena arena) {
    final int rowBytes = ByteRowKernels.padded(source.dimensions());
    final MemorySegment rows = arena.allocate(bytesFor(source), CACHE_LINE);
    for (long row = 0; row < source.count(); row++) {
      MemorySegment.copy(source.values(), row * source.dimensions(), rows, row * rowBytes, source.dimensions());
    }
    return new DocumentTable(rows, source.count(), source.dimensions(), rowBytes, source.scale());
  }

  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final DocumentRows source) {
    return (long) source.count() * ByteRowKernels.padded(source.dimensions());
  }
}
