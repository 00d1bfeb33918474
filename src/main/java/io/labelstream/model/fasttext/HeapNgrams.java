package io.labelstream.model.fasttext;

/**
 * {@link MappedNgrams} on the heap: for a model that is being opened, as plain loops over arrays are fast before they are compiled.
 *
 * @param bits a bit for each bucket
 * @param ranks for each word of {@code bits}, the number of bits in all words before it
 */
record HeapNgrams(long[] bits, int[] ranks) implements NgramIndex {
  private static final int WORD_SHIFT = 6;

  /**
   * @param kept the buckets that have a row, in ascending order
   * @param buckets the number of buckets
   */
  static HeapNgrams of(final int[] kept, final int buckets) {
    final long[] bits = new long[words(buckets)];
    for (final int bucket : kept) {
      bits[bucket >>> WORD_SHIFT] |= 1L << bucket;
    }
    final int[] ranks = new int[bits.length];
    for (int word = 1; word < bits.length; word++) {
      ranks[word] = ranks[word - 1] + Long.bitCount(bits[word - 1]);
    }
    return new HeapNgrams(bits, ranks);
  }

  /** The number of words that the bits of {@code buckets} buckets take. */
  static int words(final int buckets) {
    return (buckets - 1 >>> WORD_SHIFT) + 1;
  }

  @Override
  public int rows(final int[] buckets, final int count, final int[] rows) {
    int present = 0;
    for (int index = 0; index < count; index++) {
      final int bucket = buckets[index];
      final long word = bits[bucket >>> WORD_SHIFT];
      if ((word >>> bucket & 1) != 0) {
        rows[present++] = ranks[bucket >>> WORD_SHIFT] + Long.bitCount(word & (1L << bucket) - 1);
      }
    }
    return present;
  }
}
