package io.labelstream.cli.output;

/** Writes scores as {@code 0.123456}: six decimals, rounded half to even on the exact value, without allocation. */
public final class Decimals {
  /** The most bytes a score takes. */
  public static final int MAX_BYTES = 20;

  private static final int DIGITS = 6;
  private static final double SCALE = 1e6;

  private Decimals() {}

  /**
   * Writes {@code score} at {@code offset} and returns the offset after it.
   *
   * @param score from 0 to 1e6
   */
  public static int write(final float score, final byte[] target, final int offset) {
    // A float has 24 significant bits and 10^6 has 14 beyond its power of two: the product is exact in a double.
    final long millionths = (long) Math.rint(score * SCALE);
    final int end = offset + wholeDigits(millionths) + 1 + DIGITS;
    long rest = millionths;
    for (int at = end - 1; at >= offset; at--) {
      if (end - at == DIGITS + 1) {
        target[at] = '.';
      } else {
        target[at] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    return end;
  }

  private static int wholeDigits(final long millionths) {
    int digits = 1;
    for (long whole = millionths / (long) SCALE; whole >= 10; whole /= 10) {
      digits++;
    }
    return digits;
  }
}
