package io.labelstream.text;

import io.labelstream.kernel.Kernels;

/**
 * Hashes of the character n-grams of a word, as fastText computes them: of the word between {@code <} and {@code >}, in code points, without the
 * n-grams that are only one of these two marks. A code point is a byte and the continuation bytes that follow it, in malformed UTF-8 too. Immutable.
 */
public final class Subwords {
  /** Stands before a word. */
  public static final byte BEGIN = '<';

  /** Stands after a word. */
  public static final byte END = '>';

  private final Kernels kernels;
  private final int shortest;
  private final int longest;
  private final Buckets buckets;

  /**
   * @param shortest the fewest code points of an n-gram, at least 1
   * @param longest the most code points of an n-gram, at least 1; none is produced where this is less than {@code shortest}
   */
  public Subwords(final Kernels kernels, final int shortest, final int longest, final Buckets buckets) {
    if (shortest < 1 || longest < 1) {
      throw new IllegalArgumentException("shortest=" + shortest + " and longest=" + longest + " must be at least 1");
    }
    this.kernels = kernels;
    this.shortest = shortest;
    this.longest = longest;
    this.buckets = buckets;
  }

  /** The same subwords, hashed by other kernels. */
  public Subwords with(final Kernels others) {
    return new Subwords(others, shortest, longest, buckets);
  }

  /** The most n-grams that start at one byte. */
  public int mostPerByte() {
    return Math.max(longest - shortest + 1, 0);
  }

  /**
   * Appends the buckets of the n-grams that start at one of the bytes from {@code from} to {@code to}.
   *
   * @param text holds the word and both its marks, from {@code start} to {@code end}; readable for {@link Kernels#OVERREAD_BYTES} beyond
   * @param scratch memory of {@link Kernels#LANES} elements
   * @param out receives at most {@code (to - from) * mostPerByte()} buckets; {@link Kernels#LANES} elements behind the last may be overwritten
   * @param at where to append
   * @return where the next bucket goes
   */
  public int append(
      final byte[] text, final int start, final int end, final int from, final int to, final int[] scratch, final int[] out, final int at) {
    if (longest < shortest) {
      return at;
    }
    final int next = kernels.subwordHashes(text, start, end, from, to, shortest, longest, scratch, out, at);
    for (int index = at; index < next; index++) {
      out[index] = buckets.of32(out[index]);
    }
    return next;
  }
}
