package io.labelstream.text;

/**
 * Hashes of the character n-grams of a word, as fastText computes them: of the word between {@code <} and {@code >}, in code points, without the
 * n-grams that are only one of these two marks. A code point is a byte and the continuation bytes that follow it, in malformed UTF-8 too. Immutable.
 */
public final class Subwords {
  /** Stands before a word. */
  public static final byte BEGIN = '<';

  /** Stands after a word. */
  public static final byte END = '>';

  private final int shortest;
  private final int longest;
  private final Buckets buckets;

  /**
   * @param shortest the fewest code points of an n-gram, at least 1
   * @param longest the most code points of an n-gram; none is produced where this is less than {@code shortest}
   */
  public Subwords(final int shortest, final int longest, final Buckets buckets) {
    if (shortest < 1) {
      throw new IllegalArgumentException("shortest=" + shortest + " must be at least 1");
    }
    this.shortest = shortest;
    this.longest = longest;
    this.buckets = buckets;
  }

  /** The most n-grams that start at one byte. */
  public int mostPerByte() {
    return Math.max(longest - shortest + 1, 0);
  }

  /**
   * Appends the buckets of the n-grams that start at one of the bytes from {@code from} to {@code to}.
   *
   * @param text holds the word and both its marks, from {@code start} to {@code end}
   * @param out receives at most {@code (to - from) * mostPerByte()} buckets
   * @param at where to append
   * @return where the next bucket goes
   */
  public int append(
      final byte[] text, final int start, final int end, final int from, final int to, final int[] out, final int at) {
    int next = at;
    for (int first = from; first < to; first++) {
      if (isContinuation(text[first])) {
        continue;
      }
      int hash = WordHash.START;
      int position = first;
      for (int length = 1; length <= longest && position < end; length++) {
        hash = WordHash.extend(hash, text[position++]);
        while (position < end && isContinuation(text[position])) {
          hash = WordHash.extend(hash, text[position++]);
        }
        if (length >= shortest && !(length == 1 && (first == start || position == end))) {
          out[next++] = buckets.of32(hash);
        }
      }
    }
    return next;
  }

  private static boolean isContinuation(final byte value) {
    return (value & 0xC0) == 0x80;
  }
}
