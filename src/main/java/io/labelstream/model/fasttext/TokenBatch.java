package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;

/**
 * What the {@link Dictionary} makes of the tokens of one stretch of text: scratch memory of one session, reused. Not thread-safe.
 *
 * <p>Tokens that count as labels are left out of everything.
 */
final class TokenBatch {
  /** The vocabulary's entry of each token, {@link Kernels#MISSING} where it has none. */
  final int[] ids;
  /** Ids of the tokens that are in the vocabulary. */
  final int[] words;
  /** Which token each of {@link #words} is. */
  final int[] wordTokens;
  /** Which tokens are not in the vocabulary. */
  final int[] unknown;
  /** Whether an end-of-line token ends the text, rather than being a word. */
  final boolean endAtToken;
  /** Whether hashes are wanted, for word n-grams. */
  final boolean hashTokens;
  /** Hashes of all tokens, behind those that are carried over from the stretch before. */
  final int[] hashes;

  /** How many tokens there are before an end-of-line token. */
  int tokens;

  /** Whether none of the tokens can be a label or the end-of-line token. */
  boolean isPlain;

  int wordCount;
  int unknownCount;
  int hashCount;
  /** Whether the end-of-line token was met: nothing after it belongs to the text. */
  boolean ended;

  /** The entry of the end-of-line token that was met. */
  int endOfLine;

  /**
   * @param bytes the longest stretch of text
   * @param carried the most hashes that are carried over
   * @param hashTokens whether hashes are wanted
   * @param endAtToken whether an end-of-line token ends the text
   */
  TokenBatch(final int bytes, final int carried, final boolean hashTokens, final boolean endAtToken) {
    final int tokens = Kernels.padded(bytes / 2 + 2);
    this.ids = new int[tokens];
    this.words = new int[tokens];
    this.wordTokens = new int[tokens];
    this.unknown = new int[tokens];
    this.hashTokens = hashTokens;
    this.endAtToken = endAtToken;
    this.hashes = new int[tokens + carried];
  }

  /** Prepares for a new text. */
  void reset() {
    wordCount = 0;
    unknownCount = 0;
    hashCount = 0;
    ended = false;
  }
}
