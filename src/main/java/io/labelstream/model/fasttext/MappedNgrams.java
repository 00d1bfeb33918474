package io.labelstream.model.fasttext;

import io.labelstream.kernel.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A bit for each bucket; rows are in the order of their buckets, so that a row is the number of bits before its own.
 *
 * <pre>
 *  word:  | rank: number of bits in all words before, 20 bits | one bit for each of 44 buckets |
 * </pre>
 *
 * <p>One load tells whether an n-gram has a row, and which. The best form while the words stay in the second-level cache: most n-grams of a text only
 * visit them to learn that they are not there.
 */
final class MappedNgrams implements NgramIndex {
  /** The most rows that a rank can count. */
  static final int MOST_ROWS = 1 << 20;

  private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int BUCKETS_PER_WORD = 44;
  /** {@code bucket / 44 == bucket * RECIPROCAL >>> 37} for every bucket below 2^31. */
  private static final long RECIPROCAL = (1L << 37) / BUCKETS_PER_WORD + 1;

  private final MemorySegment words;

  private MappedNgrams(final MemorySegment words) {
    this.words = words;
  }

  /**
   * @param kept the buckets that have a row, in ascending order, at most {@link #MOST_ROWS}
   * @param buckets how many buckets there are
   */
  static MappedNgrams of(final int[] kept, final int buckets, final Arena arena) {
    final MemorySegment words = arena.allocate(bytesFor(buckets), 64);
    int from = 0;
    for (long word = 0; word < words.byteSize() / Long.BYTES; word++) {
      long bits = 0;
      int to = from;
      for (; to < kept.length && kept[to] / BUCKETS_PER_WORD == word; to++) {
        bits |= 1L << kept[to] % BUCKETS_PER_WORD;
      }
      words.setAtIndex(INT64, word, (long) from << BUCKETS_PER_WORD | bits);
      from = to;
    }
    return new MappedNgrams(words);
  }

  /** How large {@link #of} would be. */
  static long bytesFor(final int buckets) {
    return ((buckets - 1L) / BUCKETS_PER_WORD + 1) * Long.BYTES;
  }

  @Override
  public int rows(final int[] buckets, final int count, final int[] rows) {
    final long start = words.address();
    int present = 0;
    for (int index = 0; index < count; index++) {
      final long bucket = buckets[index];
      final long place = bucket * RECIPROCAL >>> 37;
      final int bit = (int) (bucket - place * BUCKETS_PER_WORD);
      final long word = Memory.int64(start + place * Long.BYTES);
      // No branch: whether an n-gram was kept is close to a coin toss.
      rows[present] = (int) (word >>> BUCKETS_PER_WORD) + Long.bitCount(word & (1L << bit) - 1);
      present += (int) (word >>> bit) & 1;
    }
    return present;
  }

  @Override
  public long bytes() {
    return words.byteSize();
  }
}
