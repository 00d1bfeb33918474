package io.labelstream.model;

import io.labelstream.model.ModelMemory.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The tables of a model file that are served as the file has them: from its pages if it is mapped, else from a copy. For implementations of {@link MemoryPlan}.
 * Immutable, and thread-safe.
 *
 * <p>A table in pages starts wherever it starts in the file: only readers of any alignment may use it.
 */
public final class FileTables {
  private static final FileTables COPIED = new FileTables(Optional.empty());

  private final Optional<ModelBytes> mapped;

  private FileTables(final Optional<ModelBytes> mapped) {
    this.mapped = mapped;
  }

  /** The tables of a file. */
  public static FileTables of(final ModelBytes bytes) {
    return bytes.storage() == ModelBytes.Storage.MAPPED ? new FileTables(Optional.of(bytes)) : COPIED;
  }

  /** Tables of no file: all are copied. */
  public static FileTables copied() {
    return COPIED;
  }

  /**
   * The kind of memory that {@link #serve} gives for a table: {@link Kind#MAPPED} or {@link Kind#REQUIRED}.
   *
   * @throws IllegalStateException if the file is closed
   */
  public Kind kind(final MemorySegment table) {
    return mapped.isPresent() && isWithin(mapped.get().segment(), table) ? Kind.MAPPED : Kind.REQUIRED;
  }

  /**
   * A table to read from, as long as {@code arena} is open.
   *
   * @param table a view of the file, or memory of somebody else, which is copied
   * @param alignment of a copy
   * @throws UncheckedIOException if the file cannot be mapped
   * @throws IllegalStateException if the file is closed
   */
  public MemorySegment serve(final MemorySegment table, final long alignment, final Arena arena) {
    if (kind(table) == Kind.REQUIRED) {
      return arena.allocate(table.byteSize(), alignment).copyFrom(table);
    }
    final ModelBytes file = mapped.orElseThrow();
    try {
      final MemorySegment pages = file.map(table.address() - file.segment().address(), table.byteSize(), arena);
      // The whole file has just been read for its digest. Otherwise texts would pay for mapping its pages again, one page fault after another.
      pages.load();
      return pages;
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean isWithin(final MemorySegment file, final MemorySegment table) {
    return table.isNative() && table.byteSize() > 0 && file.asOverlappingSlice(table).isPresent();
  }
}
