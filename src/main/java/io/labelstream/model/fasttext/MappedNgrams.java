package io.labelstream.model.fasttext;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A bit for each bucket; rows are in the order of their buckets, so that a row is the number of bits before its own.
 *
 * <pre>
 *  bits:   one bit a bucket, in int64 words
 *  ranks:  one int32 a word: the number of bits in all words before it
 * </pre>
 *
 * <p>The best form while the bits stay in the second-level cache, which most n-grams of a text only visit to learn that they are not there.
 */
final class MappedNgrams implements NgramIndex {
  private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT;
  private static final int WORD_SHIFT = 6;

  private final MemorySegment bits;
  private final MemorySegment ranks;

  private MappedNgrams(final MemorySegment bits, final MemorySegment ranks) {
    this.bits = bits;
    this.ranks = ranks;
  }

  /**
   * @param kept the buckets that have a row, all different
   * @param buckets how many buckets there are
   */
  static MappedNgrams of(final int[] kept, final int buckets, final Arena arena) {
    final long words = (buckets - 1L >> WORD_SHIFT) + 1;
    final MemorySegment bits = arena.allocate(words * Long.BYTES, Long.BYTES);
    final MemorySegment ranks = arena.allocate(words * Integer.BYTES, Integer.BYTES);
    for (final int bucket : kept) {
      final long word = bucket >>> WORD_SHIFT;
      bits.setAtIndex(INT64, word, bits.getAtIndex(INT64, word) | 1L << bucket);
    }
    int rank = 0;
    for (long word = 0; word < words; word++) {
      ranks.setAtIndex(INT32, word, rank);
      rank += Long.bitCount(bits.getAtIndex(INT64, word));
    }
    return new MappedNgrams(bits, ranks);
  }

  /** How large {@link #of} would be. */
  static long bytesFor(final int buckets) {
    return ((buckets - 1L >> WORD_SHIFT) + 1) * (Long.BYTES + Integer.BYTES);
  }

  @Override
  public int rows(final int[] buckets, final int count, final int[] rows) {
    int present = 0;
    for (int index = 0; index < count; index++) {
      final int bucket = buckets[index];
      // No branch: whether an n-gram was kept is close to a coin toss.
      rows[present] = bucket;
      present += (int) (bits.get(INT64, (long) (bucket >>> WORD_SHIFT) * Long.BYTES) >>> bucket) & 1;
    }
    for (int index = 0; index < present; index++) {
      rows[index] = row(rows[index]);
    }
    return present;
  }

  private int row(final int bucket) {
    final long word = bucket >>> WORD_SHIFT;
    final long below = bits.get(INT64, word * Long.BYTES) & (1L << bucket) - 1;
    return ranks.get(INT32, word * Integer.BYTES) + Long.bitCount(below);
  }

  @Override
  public long bytes() {
    return bits.byteSize() + ranks.byteSize();
  }
}
