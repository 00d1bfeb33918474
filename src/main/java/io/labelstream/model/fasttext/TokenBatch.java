package io.labelstream.model.fasttext;

/**
 * The tokens of one stretch of text on their way through the {@link Dictionary}: scratch memory of one session, reused. Not thread-safe.
 *
 * <p>Tokens that count as labels are left out of everything.
 */
final class TokenBatch {
  /** Start and end of each token in turn. */
  final int[] edges;
  /** The dictionary key of each token, and the position of the slot it starts to probe at. */
  final long[] keys;
  final long[] slots;
  /** Ids of the tokens that are in the vocabulary. */
  final int[] words;
  /** Start and end in turn of the tokens whose subwords are features of their own. */
  final int[] spelled;
  /** Whether words of the vocabulary are among {@link #spelled}; tokens outside it always are. */
  final boolean spellWords;
  /** Hashes of all tokens, behind those that are carried over from the stretch before. */
  final int[] hashes;

  int edgeCount;
  int wordCount;
  int spelledCount;
  int hashCount;
  /** Whether the end-of-line token was met: nothing after it belongs to the text. */
  boolean ended;

  /**
   * @param bytes the longest stretch of text
   * @param carried the most hashes that are carried over
   * @param spellWords whether the subwords of words of the vocabulary are wanted too
   */
  TokenBatch(final int bytes, final int carried, final boolean spellWords) {
    final int tokens = bytes / 2 + 2;
    this.edges = new int[bytes + 2];
    this.keys = new long[tokens];
    this.slots = new long[tokens];
    this.words = new int[tokens];
    this.spelled = new int[2 * tokens];
    this.spellWords = spellWords;
    this.hashes = new int[tokens + carried];
  }

  /** Prepares for a new text. */
  void reset() {
    edgeCount = 0;
    wordCount = 0;
    spelledCount = 0;
    hashCount = 0;
    ended = false;
  }
}
