package io.labelstream.text;

import io.labelstream.kernel.Encoding;
import io.labelstream.kernel.Kernels;

/**
 * The character n-grams of words, as fastText hashes them: of each word between {@code <} and {@code >}, in code points, without the n-grams that are only
 * one of these two marks. A code point is a byte and the continuation bytes that follow it, in malformed UTF-8 too. Immutable.
 */
public final class Subwords {
  /** The byte before, between and after words, in place of the marks of both neighbours. */
  public static final byte WORD_BREAK = Kernels.WORD_BREAK;

  private final Kernels kernels;
  private final int shortest;
  private final int longest;
  private final int buckets;
  private final long reciprocal;

  /**
   * @param shortest the fewest code points of an n-gram, at least 1
   * @param longest the most code points of an n-gram, at least 1; none is produced if this is less than {@code shortest}
   * @param buckets the number of buckets, at least 1
   */
  public Subwords(final Kernels kernels, final int shortest, final int longest, final int buckets) {
    if (shortest < 1 || longest < 1 || buckets < 1) {
      throw new IllegalArgumentException("shortest=" + shortest + ", longest=" + longest + " and buckets=" + buckets + " must be at least 1");
    }
    this.kernels = kernels;
    this.shortest = shortest;
    this.longest = longest;
    this.buckets = buckets;
    this.reciprocal = Kernels.reciprocal(buckets);
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
   * Writes the buckets of the n-grams that start at one of the bytes from {@code from} to {@code to}.
   *
   * @param text words one after the other, a break before each and one after the last; readable for {@link Kernels#OVERREAD_BYTES} beyond
   * @param to at most the position of the last break
   * @param encoding ASCII if these words have no other bytes
   * @param scratch memory of twice {@link Kernels#LANES} elements
   * @param out receives at most {@code (to - from) * mostPerByte()} buckets; {@link Kernels#LANES} elements after the last may be overwritten
   * @return the number of buckets written
   */
  public int buckets(final byte[] text, final int from, final int to, final Encoding encoding, final int[] scratch, final int[] out) {
    if (longest < shortest) {
      return 0;
    }
    final int count = kernels.subwordHashes(text, from, to, encoding, shortest, longest, scratch, out);
    kernels.remainders(out, count, buckets, reciprocal);
    return count;
  }
}
