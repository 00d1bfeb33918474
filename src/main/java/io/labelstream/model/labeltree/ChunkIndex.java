package io.labelstream.model.labeltree;

/**
 * Finds the row of a feature in a chunk. Rows are in the order of their features. The range of all features is cut into cells of equal width, and a cell into
 * {@value #PLACES} places: features of a text that a chunk does not know, which are most, are told by one bit, and all these bits stay in the cache.
 *
 * <pre>
 *  cell, 8 bytes:  | places with a row, 40 bits | number of the cell's first row in the chunk, 24 bits |
 *
 *  feature f:      p = f * scale;  cell p / 2^32, place (p mod 2^32) * 40 / 2^32         scale = cells * 2^32 / features
 *  row of f:       first row + places before that of f that have a row, or one of the next: places may have more than one row
 * </pre>
 */
final class ChunkIndex {
  /** The places of a cell. */
  static final int PLACES = 40;

  /** The most rows of a chunk. */
  static final int MOST_ROWS = (1 << Long.SIZE - PLACES) - 1;

  /** The places for each row, but no more than features. */
  private static final int PLACES_PER_ROW = 5;

  private ChunkIndex() {}

  /** The number of cells of a chunk. */
  static int cells(final int rows, final int features) {
    final long places = Math.min((long) rows * PLACES_PER_ROW, features);
    return (int) (places / PLACES) + 1;
  }

  /** From a feature to its cell and place. */
  static long scale(final int cells, final int features) {
    return ((long) cells << Integer.SIZE) / Math.max(features, 1);
  }

  /** The cell in a product of feature and scale. */
  static long cell(final long product) {
    return product >>> Integer.SIZE;
  }

  /** The place within the cell in a product of feature and scale. */
  static int place(final long product) {
    return (int) ((product & 0xFFFF_FFFFL) * PLACES >>> Integer.SIZE);
  }
}
