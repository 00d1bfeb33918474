package io.labelstream.model.encoder;

import io.labelstream.kernel.Memory;
import io.labelstream.text.TokenizedText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The rows of {@link PiecePairs}: an open-addressed table outside the heap. Immutable and thread-safe.
 *
 * <pre>
 *  slot, 12 bytes:  | first piece int32 | second piece int32 | row int32; 0: free |
 * </pre>
 */
final class PairTable {
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int SLOT_BYTES = 12;
  private static final int SECOND = 4;
  private static final int ROW = 8;

  private final MemorySegment memory;
  private final long slotCount;
  private final int first;
  private final int last;

  private PairTable(final MemorySegment memory, final long slotCount, final WordPieceVocabulary vocabulary) {
    this.memory = memory;
    this.slotCount = slotCount;
    this.first = vocabulary.first();
    this.last = vocabulary.last();
  }

  /** Lays out pairs in {@code arena}; their rows come after those of the pieces, of which there is at least one. */
  static PairTable of(final PiecePairs pairs, final WordPieceVocabulary vocabulary, final Arena arena) {
    final PairTable table = new PairTable(arena.allocate(bytesFor(pairs), Long.BYTES), slots(pairs), vocabulary);
    for (int pair = 0; pair < pairs.count(); pair++) {
      table.put(pairs.first(pair), pairs.second(pair), vocabulary.size() + pair);
    }
    return table;
  }

  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final PiecePairs pairs) {
    return slots(pairs) * SLOT_BYTES;
  }

  private static long slots(final PiecePairs pairs) {
    return 2L * pairs.count() + 1;
  }

  private void put(final int one, final int other, final int row) {
    long slot = slot(one, other);
    while (memory.get(INT32, slot * SLOT_BYTES + ROW) != 0) {
      slot = slot + 1 < slotCount ? slot + 1 : 0;
    }
    memory.set(INT32, slot * SLOT_BYTES, one);
    memory.set(INT32, slot * SLOT_BYTES + SECOND, other);
    memory.set(INT32, slot * SLOT_BYTES + ROW, row);
  }

  private long slot(final int one, final int other) {
    return Math.unsignedMultiplyHigh(TokenizedText.mix(one, other), slotCount);
  }

  /**
   * Finds the rows of a text's pairs, from the piece before it to the one after it.
   *
   * @param ids the pieces of the text
   * @param count how many there are
   * @param rows receives up to {@code count + 1} rows, in the order of the text
   * @return how many rows there are
   */
  int find(final int[] ids, final int count, final int[] rows) {
    int found = 0;
    int before = first;
    for (int at = 0; at <= count; at++) {
      final int piece = at < count ? ids[at] : last;
      final int row = row(before, piece);
      if (row > 0) {
        rows[found++] = row;
      }
      before = piece;
    }
    return found;
  }

  /** The row of a pair; 0: it has none. */
  private int row(final int one, final int other) {
    final long start = Memory.start(memory);
    long slot = slot(one, other);
    while (true) {
      final long at = start + Memory.row((int) slot, SLOT_BYTES);
      final int row = Memory.int32(at + ROW);
      if (row == 0 || Memory.int32(at) == one && Memory.int32(at + SECOND) == other) {
        return row;
      }
      slot = slot + 1 < slotCount ? slot + 1 : 0;
    }
  }
}
