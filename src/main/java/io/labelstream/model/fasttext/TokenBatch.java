package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;

/**
 * The results of looking up the tokens of one stretch of text in the {@link Dictionary}: scratch memory of one session, reused. Not thread-safe.
 *
 * <p>Tokens that count as labels are left out.
 */
final class TokenBatch {
  /** The vocabulary's entry of each token, {@link Kernels#MISSING} if it has none. */
  final int[] ids;
  /** Ids of the tokens that are in the vocabulary. */
  final int[] words;
  /** The number of the token of each of {@link #words}. */
  final int[] wordTokens;
  /** The numbers of the tokens that are not in the vocabulary. */
  final int[] unknown;
  /** True if an end-of-line token ends the text, rather than being a word. */
  final boolean endAtToken;
  /** True if hashes are needed, for word n-grams. */
  final boolean hashTokens;
  /** Hashes of all tokens, after those carried over from the previous stretch. */
  final int[] hashes;

  /** The number of tokens before an end-of-line token. */
  int tokens;

  /** True if none of the tokens can be a label or the end-of-line token. */
  boolean isPlain;

  int wordCount;
  int unknownCount;
  int hashCount;
  /** True if the end-of-line token was met: nothing after it belongs to the text. */
  boolean ended;

  /** The entry of the end-of-line token that was met. */
  int endOfLine;

  /**
   * @param bytes the longest stretch of text
   * @param carried the most hashes that are carried over
   * @param hashTokens true if hashes are needed
   * @param endAtToken true if an end-of-line token ends the text
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
