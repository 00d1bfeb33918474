package io.labelstream.train.fasttext.compress;

/** How small a model is to become. */
public sealed interface CompressionLimit {
  /** All rows are kept. */
  record None() implements CompressionLimit {}

  /** At most so many rows of words and n-grams are kept. */
  record Rows(int count) implements CompressionLimit {}

  /**
   * The file has at most so many bytes; what is to be kept, and how it is coded, is chosen so that it fits.
   *
   * @param most the bytes of the whole file, metadata included
   */
  record Bytes(long most) implements CompressionLimit {}
}
