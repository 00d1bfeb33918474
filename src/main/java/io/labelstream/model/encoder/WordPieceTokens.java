package io.labelstream.model.encoder;

/**
 * The word pieces of one text, without those before and after it. Scratch memory, refilled for each text: after the longest text has been seen once, nothing
 * allocates. Not thread-safe.
 */
public final class WordPieceTokens {
  private int[] ids = new int[64];
  private int count;

  WordPieceTokens() {}

  /** The number of pieces. */
  public int count() {
    return count;
  }

  /** The ids of the pieces in the order of the text; those from {@link #count} on are undefined. Not to be written to. */
  public int[] ids() {
    return ids;
  }
}
