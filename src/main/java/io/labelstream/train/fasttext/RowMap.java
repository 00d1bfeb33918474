package io.labelstream.train.fasttext;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The kept rows of a matrix with their new numbers; they stay in their order. Immutable and thread-safe. Takes about one and a half bits per old row, and 4
 * bytes per new one.
 */
public final class RowMap {
  /** The result of {@link #newRow} for a row that is not kept. */
  public static final int NONE = -1;

  private final long[] kept;
  private final int[] before;
  private final int[] old;
  private final int oldRows;

  private RowMap(final long[] kept, final int[] before, final int[] old, final int oldRows) {
    this.kept = kept;
    this.before = before;
    this.old = old;
    this.oldRows = oldRows;
  }

  /**
   * Keeps the rows that {@code rows} has set.
   *
   * @param oldRows the number of rows; no bit from here on is set
   */
  public static RowMap of(final BitSet rows, final int oldRows) {
    if (rows.length() > oldRows) {
      throw new IllegalArgumentException("row " + (rows.length() - 1) + " is kept of " + oldRows + " rows");
    }
    final long[] kept = Arrays.copyOf(rows.toLongArray(), (oldRows >>> 6) + 1);
    final int[] before = new int[kept.length];
    final int[] old = new int[rows.cardinality()];
    int count = 0;
    for (int word = 0; word < kept.length; word++) {
      before[word] = count;
      addRows(kept[word], word << 6, old, count);
      count += Long.bitCount(kept[word]);
    }
    return new RowMap(kept, before, old, oldRows);
  }

  private static void addRows(final long bits, final int firstRow, final int[] old, final int start) {
    int count = start;
    for (long left = bits; left != 0; left &= left - 1) {
      old[count++] = firstRow + Long.numberOfTrailingZeros(left);
    }
  }

  /** Keeps all of {@code rows} rows. */
  public static RowMap all(final int rows) {
    final BitSet set = new BitSet(rows);
    set.set(0, rows);
    return of(set, rows);
  }

  /** The number of old rows. */
  public int oldRows() {
    return oldRows;
  }

  /** The number of kept rows. */
  public int newRows() {
    return old.length;
  }

  /**
   * The new number of a row, or {@link #NONE} if it is not kept.
   *
   * @param row from 0 to {@link #oldRows()} - 1
   */
  public int newRow(final int row) {
    final long word = kept[row >>> 6];
    return (word >>> row & 1) == 0 ? NONE : before[row >>> 6] + Long.bitCount(word & (1L << row) - 1);
  }

  /**
   * The number of kept rows before an old row, which is the new number of the first kept row from there on.
   *
   * @param row from 0 to {@link #oldRows()}
   */
  public int newRowsBefore(final int row) {
    return before[row >>> 6] + Long.bitCount(kept[row >>> 6] & (1L << row) - 1);
  }

  /** The old number of a row that is kept; ascending with {@code row}. */
  public int oldRow(final int row) {
    return old[row];
  }
}
