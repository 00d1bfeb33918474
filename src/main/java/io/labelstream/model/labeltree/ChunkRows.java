package io.labelstream.model.labeltree;

import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.labeltree.file.RowCodes;
import java.util.Arrays;

/**
 * The rows of one chunk, and how they are laid out in memory. Reused for one chunk after the other.
 *
 * <p>The range of all features is cut into cells of equal width, and a cell into {@value #PLACES} places. Features of a text that a chunk does not know, which
 * are most, are told by one bit, and the cells stay in the cache. The rows of a cell are in one block, together with their entries: a row that is known is
 * read from one or two cache lines. Entries that stay in the pages of a file cost another one.
 *
 * <pre>
 *  feature f:        p = f * scale;  cell p / 2^32, place (p mod 2^32) * 32 / 2^32        scale = cells * 2^32 / features
 *
 *  cell, 8 bytes:    | bit of each place with a row, int32 | block int32, in units of 4 bytes |
 *  block, 4-aligned: | rows U16 | low half of the first row's feature U16 | row, 4 bytes ... | entry ... |
 *  or, with entries in pages:
 *                    | rows U16 | low half of the first row's feature U16 | number of the first entry int32 | row, 4 bytes ... |
 *  row:              | feature - that of the first row U16 | entries of the block up to the end of this row U16 |
 *
 *  row of f:         that with as many rows before it as there are places with a row before that of f; or one of the next, as a place may have more rows
 * </pre>
 */
final class ChunkRows {
  static final int PLACES = 32;
  static final int CELL_BYTES = 8;
  static final int BLOCK = 4;
  static final int UNIT = 4;
  static final int FIRST_FEATURE = 2;
  static final int FIRST_ENTRY = 4;
  static final int ROW_BYTES = 4;
  static final int ROW_END = 2;

  private static final int PLACE_SHIFT = Integer.SIZE - 5;
  private static final int PLACES_PER_ROW = 5;
  /** So few that their differences fit into two bytes. */
  private static final int MOST_FEATURES_PER_CELL = 60_000;

  private static final int MOST_ENTRIES_PER_CELL = 0xFFFF;

  /** The place of entries. */
  enum EntryPlace {
    /** Behind the rows of their block. */
    BLOCK(4),
    /** One after the other, as a file has them. */
    FILE(8);

    private final int headerBytes;

    EntryPlace(final int headerBytes) {
      this.headerBytes = headerBytes;
    }

    /** The bytes of a block before its rows. */
    int headerBytes() {
      return headerBytes;
    }

    /** The bytes of a block. */
    int blockBytes(final int rows, final int entries, final int entryBytes) {
      final int bytes = headerBytes + rows * ROW_BYTES + (this == BLOCK ? entries * entryBytes : 0);
      return (bytes + UNIT - 1) / UNIT * UNIT;
    }
  }

  private final int allFeatures;
  private int[] features = new int[64];
  private int[] ends = new int[64];
  private int count;
  private int cells;
  private long scale;

  /** @param allFeatures the number of all features */
  ChunkRows(final int allFeatures) {
    this.allFeatures = allFeatures;
  }

  /**
   * Reads the next chunk.
   *
   * @param children the number of children of its node
   */
  void read(final RowCodes.Reader reader, final int children) throws ModelRefusedException {
    final int rows = reader.chunk();
    count = 0;
    int end = 0;
    for (int row = 0; row < rows; row++) {
      reader.row(children);
      if (count == features.length) {
        features = Arrays.copyOf(features, 2 * count);
        ends = Arrays.copyOf(ends, 2 * count);
      }
      end += reader.entries();
      features[count] = reader.feature();
      ends[count++] = end;
    }
    final int mostCells = allFeatures / PLACES + 1;
    cells = (int) Math.min(Math.max((long) rows * PLACES_PER_ROW / PLACES, allFeatures / MOST_FEATURES_PER_CELL) + 1, mostCells);
    scale = scale(cells);
    while (mostEntries() > MOST_ENTRIES_PER_CELL) {
      cells = Math.min(2 * cells, mostCells);
      scale = scale(cells);
    }
  }

  private long scale(final int count) {
    return ((long) count << Integer.SIZE) / Math.max(allFeatures, 1);
  }

  private int mostEntries() {
    int most = 0;
    for (int row = 0; row < count; ) {
      final int end = endOfCell(row);
      most = Math.max(most, firstEntry(end) - firstEntry(row));
      row = end;
    }
    return most;
  }

  /** The number of rows. */
  int count() {
    return count;
  }

  /** The number of cells. */
  int cells() {
    return cells;
  }

  /** From a feature to its cell and place. */
  long scale() {
    return scale;
  }

  int feature(final int row) {
    return features[row];
  }

  /** The entries of all rows before a row. */
  int firstEntry(final int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  /** The first row that is in another cell than a row. */
  int endOfCell(final int row) {
    final long cell = cell(features[row] * scale);
    int end = row + 1;
    while (end < count && cell(features[end] * scale) == cell) {
      end++;
    }
    return end;
  }

  /** The bytes of all blocks. */
  long blockBytes(final EntryPlace place, final int entryBytes) {
    long bytes = 0;
    for (int row = 0; row < count; ) {
      final int end = endOfCell(row);
      bytes += place.blockBytes(end - row, firstEntry(end) - firstEntry(row), entryBytes);
      row = end;
    }
    return bytes;
  }

  /** The cell in a product of feature and scale. */
  static long cell(final long product) {
    return product >>> Integer.SIZE;
  }

  /** The place within the cell in a product of feature and scale. */
  static int place(final long product) {
    return (int) product >>> PLACE_SHIFT;
  }
}
