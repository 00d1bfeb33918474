package io.labelstream.model.fasttext.file;

/**
 * Sorts by digits. If a model is opened soon after the start of a JVM, the library's general sort is not yet compiled and takes several times as long as these
 * few plain loops.
 */
public final class RadixSort {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private RadixSort() {}

  /**
   * Sorts by the upper 32 bits, which are not negative.
   *
   * @param most the upper bound of the upper halves, inclusive
   * @return the sorted values; {@code values} itself, or another array, in which case {@code values} is undefined
   */
  public static long[] byUpperHalf(final long[] values, final int most) {
    long[] source = values;
    long[] target = new long[values.length];
    final int bits = Integer.SIZE - Integer.numberOfLeadingZeros(most);
    for (int shift = Integer.SIZE; shift < Integer.SIZE + bits; shift += DIGIT_BITS) {
      byDigit(source, shift, target);
      final long[] sorted = target;
      target = source;
      source = sorted;
    }
    return source;
  }

  private static void byDigit(final long[] source, final int shift, final long[] target) {
    final int[] places = new int[DIGITS + 1];
    for (final long value : source) {
      places[((int) (value >>> shift) & DIGITS - 1) + 1]++;
    }
    for (int digit = 1; digit < DIGITS; digit++) {
      places[digit] += places[digit - 1];
    }
    for (final long value : source) {
      target[places[(int) (value >>> shift) & DIGITS - 1]++] = value;
    }
  }
}
