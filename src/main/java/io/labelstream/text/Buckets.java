package io.labelstream.text;

/**
 * Unsigned remainders by a fixed number of buckets, by multiplication instead of division: Barrett's reduction, with an estimated quotient that is at most
 * one too small. Immutable.
 */
public final class Buckets {
  private final long count;
  private final long reciprocal;

  /**
   * @param count the number of buckets, at least 1
   */
  public Buckets(final int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count=" + count + " must be at least 1");
    }
    this.count = count;
    this.reciprocal = Long.divideUnsigned(-1L, count);
  }

  /** The number of buckets. */
  public int count() {
    return (int) count;
  }

  /** {@code hash mod count}, both unsigned. */
  public int of(final long hash) {
    final long remainder = hash - Math.unsignedMultiplyHigh(hash, reciprocal) * count;
    final long reduced = remainder - count;
    return (int) (reduced + (count & reduced >> (Long.SIZE - 1)));
  }
}
