package io.labelstream.model.encoder;

/**
 * The word pieces of one text, without those before and after it. Scratch memory, refilled for each text: after the longest text has been seen once, nothing
 * allocates. Not thread-safe.
 */
public final class WordPieceTokens {
  private static final int SMALLEST = 256;

  private final WordBuffer word = new WordBuffer();
  private int[] ids = new int[SMALLEST];
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

  /** Forgets the text before, and makes room for one of so many bytes: it has no more pieces. */
  void clear(final int bytes) {
    count = 0;
    if (ids.length < bytes) {
      ids = new int[Math.max(bytes, 2 * ids.length)];
    }
  }

  void add(final int id) {
    ids[count++] = id;
  }

  /** Forgets the pieces from {@code fewer} on. */
  void cut(final int fewer) {
    count = fewer;
  }

  /** The word that is being read. */
  WordBuffer word() {
    return word;
  }
}
