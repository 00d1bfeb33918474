package io.labelstream.model.fasttext;

import io.labelstream.kernel.Memory;

/** The number of features of a word of the vocabulary. Immutable and thread-safe. */
sealed interface WordFeatures {

  /** The total number of features of the first {@code count} words. */
  long of(int[] words, int count);

  /** Each word is one feature. */
  record One() implements WordFeatures {
    @Override
    public long of(final int[] words, final int count) {
      return count;
    }
  }

  /**
   * Rows of words and their subwords were added up when the model was opened.
   *
   * @param counts the address of one int32 per word
   */
  record Summed(long counts) implements WordFeatures {
    @Override
    public long of(final int[] words, final int count) {
      final long start = Memory.start(counts);
      long features = 0;
      for (int index = 0; index < count; index++) {
        features += Memory.int32(start + Memory.row(words[index], Integer.BYTES));
      }
      return features;
    }
  }
}
