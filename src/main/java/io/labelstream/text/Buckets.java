package io.labelstream.text;

/**
 * Unsigned remainders by a fixed number of buckets, by multiplication instead of division. Immutable.
 *
 * <p>64 bits: Barrett's reduction; the estimated quotient is at most one too small. 32 bits: Lemire, Kaser and Kurz, <i>Faster remainder by direct
 * computation</i>, 2019.
 */
public final class Buckets {
  private final long count;
  private final long reciprocal64;
  private final long reciprocal32;

  /**
   * @param count the number of buckets, at least 1
   */
  public Buckets(final int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count=" + count + " must be at least 1");
    }
    this.count = count;
    this.reciprocal64 = Long.divideUnsigned(-1L, count);
    this.reciprocal32 = Long.divideUnsigned(-1L, count) + 1;
  }

  /** How many buckets there are. */
  public int count() {
    return (int) count;
  }

  /** {@code hash mod count}, both unsigned. */
  public int of64(final long hash) {
    final long remainder = hash - Math.unsignedMultiplyHigh(hash, reciprocal64) * count;
    final long reduced = remainder - count;
    return (int) (reduced + (count & reduced >> (Long.SIZE - 1)));
  }

  /** {@code hash mod count}, both unsigned. */
  public int of32(final int hash) {
    return (int) Math.unsignedMultiplyHigh(reciprocal32 * Integer.toUnsignedLong(hash), count);
  }
}
