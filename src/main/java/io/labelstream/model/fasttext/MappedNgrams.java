package io.labelstream.model.fasttext;

import io.labelstream.kernel.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A bit for each bucket, set for those that have a row. Rows are in the order of their buckets, so that a row is the number of set bits before its own.
 *
 * <pre>
 *  bits:   int64 for each 64 buckets
 *  ranks:  int32 for each 64 buckets: the number of bits in all words before
 * </pre>
 *
 * <p>The best form while the bits stay in the second-level cache: most n-grams of a text only read their bit and find it unset.
 */
final class MappedNgrams implements NgramIndex {
  private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int ALIGNMENT = 64;
  private static final int WORD_SHIFT = 6;

  private final MemorySegment bits;
  private final MemorySegment ranks;

  private MappedNgrams(final MemorySegment bits, final MemorySegment ranks) {
    this.bits = bits;
    this.ranks = ranks;
  }

  static MappedNgrams of(final HeapNgrams ngrams, final Arena arena) {
    final MemorySegment bits = arena.allocate((long) ngrams.bits().length * Long.BYTES, ALIGNMENT);
    MemorySegment.copy(ngrams.bits(), 0, bits, INT64, 0, ngrams.bits().length);
    final MemorySegment ranks = arena.allocate((long) ngrams.ranks().length * Integer.BYTES, ALIGNMENT);
    MemorySegment.copy(ngrams.ranks(), 0, ranks, INT32, 0, ngrams.ranks().length);
    return new MappedNgrams(bits, ranks);
  }

  /** The bytes that {@link #of} allocates for {@code buckets} buckets. */
  static long bytesFor(final int buckets) {
    return (long) HeapNgrams.words(buckets) * (Long.BYTES + Integer.BYTES);
  }

  /** A copy for a model that is being opened. */
  HeapNgrams onHeap() {
    return new HeapNgrams(bits.toArray(INT64), ranks.toArray(INT32));
  }

  @Override
  public int rows(final int[] buckets, final int count, final int[] rows) {
    final long firstWord = Memory.start(bits);
    final long firstRank = Memory.start(ranks);
    int present = 0;
    for (int index = 0; index < count; index++) {
      final int bucket = buckets[index];
      // No branch: a kept n-gram is about as likely as a pruned one, which cannot be predicted.
      rows[present] = bucket;
      present += (int) (Memory.int64(firstWord + (long) (bucket >>> WORD_SHIFT) * Long.BYTES) >>> bucket) & 1;
    }
    for (int index = 0; index < present; index++) {
      final int bucket = rows[index];
      final long word = bucket >>> WORD_SHIFT;
      final long bitsBefore = Memory.int64(firstWord + word * Long.BYTES) & (1L << bucket) - 1;
      rows[index] = Memory.int32(firstRank + word * Integer.BYTES) + Long.bitCount(bitsBefore);
    }
    return present;
  }
}
