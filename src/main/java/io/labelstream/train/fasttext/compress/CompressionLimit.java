package io.labelstream.train.fasttext.compress;

/** The limit on the size of a compressed model. */
public sealed interface CompressionLimit {
  /** All rows are kept. */
  record None() implements CompressionLimit {}

  /** At most {@code count} rows of words and n-grams are kept. */
  record Rows(int count) implements CompressionLimit {}

  /**
   * The file has at most {@code most} bytes; the kept rows and their coding are chosen to fit.
   *
   * @param most the bytes of the whole file, metadata included
   */
  record Bytes(long most) implements CompressionLimit {}
}
