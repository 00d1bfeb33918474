package io.labelstream.model.labeltree;

/** Reads decimal numbers from bytes, without an object. */
final class Decimals {
  /** With more digits, the number in a {@code long} would overflow. */
  private static final int MOST_DIGITS = 18;

  /** With a greater exponent, the number is infinite or 0 whatever its digits are, if there are at most {@link #MOST_DIGITS}. */
  private static final int MOST_EXPONENT = 400;

  /** Far more than the digits of a text can make up for, and a tenth of what an int can hold. */
  private static final int FURTHEST = 200_000_000;

  private static final int NONE = Integer.MIN_VALUE;

  private Decimals() {}

  /**
   * A number with an optional sign, decimal point and exponent, to the last bit but one of a float.
   *
   * @return not finite if the bytes are no such number, or it is too large for a float
   */
  static float parse(final byte[] bytes, final int start, final int end) {
    int at = start;
    final boolean isNegative = at < end && bytes[at] == '-';
    at += at < end && (bytes[at] == '-' || bytes[at] == '+') ? 1 : 0;
    long digits = 0;
    int kept = 0;
    int seen = 0;
    int exponent = 0;
    int point = -1;
    for (; at < end && (isDigit(bytes[at]) || bytes[at] == '.' && point < 0); at++) {
      if (bytes[at] == '.') {
        point = at;
        continue;
      }
      seen++;
      if (kept < MOST_DIGITS) {
        digits = 10 * digits + bytes[at] - '0';
        kept += digits == 0 ? 0 : 1;
        exponent -= point < 0 ? 0 : 1;
      } else {
        exponent += point < 0 ? 1 : 0;
      }
    }
    if (seen == 0) {
      return Float.NaN;
    }
    if (at < end) {
      if (at + 1 == end || bytes[at] != 'e' && bytes[at] != 'E') {
        return Float.NaN;
      }
      final int written = exponent(bytes, at + 1, end);
      if (written == NONE) {
        return Float.NaN;
      }
      exponent = Math.clamp((long) exponent + written, -MOST_EXPONENT, MOST_EXPONENT);
    }
    final double value = scaled(digits, Math.clamp(exponent, -MOST_EXPONENT, MOST_EXPONENT));
    return (float) (isNegative ? -value : value);
  }

  /** An exponent, not beyond {@link #FURTHEST}; {@link #NONE} if it is malformed. */
  private static int exponent(final byte[] bytes, final int start, final int end) {
    final boolean isNegative = bytes[start] == '-';
    int at = bytes[start] == '-' || bytes[start] == '+' ? start + 1 : start;
    if (at == end) {
      return NONE;
    }
    int exponent = 0;
    for (; at < end; at++) {
      if (!isDigit(bytes[at])) {
        return NONE;
      }
      exponent = Math.min(10 * exponent + bytes[at] - '0', FURTHEST);
    }
    return isNegative ? -exponent : exponent;
  }

  private static boolean isDigit(final byte value) {
    return value >= '0' && value <= '9';
  }

  private static double scaled(final long digits, final int exponent) {
    // In two steps: one power of ten could itself be too large for a double.
    final int half = Math.abs(exponent) / 2;
    final double first = power(half);
    final double second = power(Math.abs(exponent) - half);
    return exponent < 0 ? digits / first / second : digits * first * second;
  }

  private static double power(final int exponent) {
    double power = 1;
    for (int step = 0; step < exponent; step++) {
      power *= 10;
    }
    return power;
  }
}
