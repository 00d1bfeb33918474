package io.labelstream.train.fasttext.compress;

/** How small a model is to become. */
public sealed interface CompressionLimit {
  /** All rows are kept. */
  record None() implements CompressionLimit {}

  /**
   * At most so many rows of words and n-grams are kept.
   *
   * @param count at least 1
   */
  record Rows(int count) implements CompressionLimit {
    public Rows {
      if (count < 1) {
        throw new IllegalArgumentException("the rows to keep are " + count + ", expected at least 1");
      }
    }
  }

  /**
   * The file has at most so many bytes; what is to be kept, and how it is coded, is chosen so that it fits.
   *
   * @param most the bytes of the whole file, metadata included; at least 1
   * @param reserved how many of them are left free for metadata that are known only later; fewer than {@code most}
   */
  record Bytes(long most, long reserved) implements CompressionLimit {
    public Bytes {
      if (most < 1) {
        throw new IllegalArgumentException("the size limit is " + most + " bytes, expected at least 1");
      }
      if (reserved < 0 || reserved >= most) {
        throw new IllegalArgumentException("the bytes reserved for metadata are " + reserved + ", expected 0 to " + (most - 1) + ": the size limit is " + most);
      }
    }
  }
}
