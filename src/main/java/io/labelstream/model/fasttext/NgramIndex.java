package io.labelstream.model.fasttext;

/** Maps the bucket of an n-gram to its row. Immutable and thread-safe. */
sealed interface NgramIndex permits CompleteNgrams, MappedNgrams, FilteredNgrams, HeapNgrams {

  /**
   * Writes the rows of those buckets that have one, in the order of {@code buckets}.
   *
   * @param rows receives at most {@code count} rows; may be {@code buckets} itself
   * @return the number of rows written
   */
  int rows(int[] buckets, int count, int[] rows);
}
