package io.labelstream.wire.internal;

import java.math.BigDecimal;
import java.util.stream.LongStream;

/**
 * Floats as JSON: with the fewest digits that give the same float back, and of these the closest, as {@link Float#toString(float)} has them; one that is no
 * number is a string.
 *
 * <p>From 2<sup>-26</sup> to 2<sup>23</sup>, where scores and vectors are, the digits come from exact arithmetic in 64 bits, without an object. Let the float be
 * {@code c / 2^n}, and {@code p} the decimals of the longest power of ten that is not longer than the way from halfway to one neighbour to halfway to the
 * other. Between these two points there is at least one number of {@code p} decimals, and at most one of fewer: the latter has the fewest digits, or else the
 * closest of the former. In units of {@code 1 / (2^(n-p+2) * 10^p)} the float is {@code 4 * c * 5^p} and the points halfway are {@code 2 * 5^p} away, all of them
 * whole numbers. No number of {@code p} decimals is a point halfway. That the neighbour below a power of two is only half as far away makes no difference to the
 * digits of any of the powers of two between these bounds.
 */
public final class JsonFloats {
  private static final int FRACTION_BITS = 23;
  private static final int ONE = 1 << FRACTION_BITS;
  private static final int EXPONENT_OF_LAST_BIT = 127 + FRACTION_BITS;
  private static final float LEAST_EXACT = 0x1p-26f;
  private static final float BEYOND_EXACT = 0x1p23f;
  /** Below this, {@link Float#toString(float)} has an exponent. */
  private static final float LEAST_PLAIN = 1e-3f;

  /** The decimal logarithm of 2, times 2^20. */
  private static final int LOG_2 = 315_653;
  private static final int LOG_SHIFT = 20;

  private static final int MOST_DECIMALS = 16;
  private static final long[] POWERS_OF_5 = LongStream.iterate(1, power -> 5 * power).limit(MOST_DECIMALS).toArray();
  /** A point, an exponent and zeros included. */
  private static final int MOST_CHARACTERS = 32;

  private JsonFloats() {}

  /** Writes a float as {@link Float#toString(float)} does, with an exponent where that has one. */
  public static void number(final float value, final ValueBuffer out) {
    final float magnitude = Math.abs(value);
    if (magnitude >= LEAST_EXACT && magnitude < BEYOND_EXACT) {
      if (value < 0) {
        out.append('-');
      }
      exact(magnitude, magnitude < LEAST_PLAIN ? Form.EXPONENT : Form.PLAIN, out);
    } else if (Float.isFinite(value)) {
      out.append(Float.toString(value));
    } else {
      out.append('"' + Float.toString(value) + '"');
    }
  }

  /** Writes a float without an exponent where it is from 0 to 1, and otherwise as {@link #number} does. */
  public static void score(final float value, final ValueBuffer out) {
    if (value >= LEAST_EXACT && value < LEAST_PLAIN) {
      exact(value, Form.PLAIN, out);
    } else if (value > 0 && value < LEAST_EXACT) {
      out.append(new BigDecimal(Float.toString(value)).toPlainString());
    } else {
      number(value, out);
    }
  }

  private enum Form {
    PLAIN,
    EXPONENT
  }

  private static void exact(final float value, final Form form, final ValueBuffer out) {
    final int bits = Float.floatToRawIntBits(value);
    final int fraction = bits & ONE - 1;
    final int n = EXPONENT_OF_LAST_BIT - (bits >>> FRACTION_BITS);
    int decimals = (n * LOG_2 >> LOG_SHIFT) + 1;
    final int shift = n - decimals + 2;
    final long power = POWERS_OF_5[decimals];
    final long scaled = 4 * power * (fraction | ONE);
    final long least = scaled - 2 * power + (1L << shift) - 1 >> shift;
    final long most = scaled + 2 * power >> shift;
    int digits = (int) (most / 10 * 10);
    if (digits < least) {
      digits = (int) rounded(scaled, shift);
    }
    while (digits % 10 == 0) {
      digits /= 10;
      decimals--;
    }
    switch (form) {
      case PLAIN -> plain(digits, decimals, value, out);
      case EXPONENT -> exponent(digits, decimals, out);
    }
  }

  /** The closest whole number, and the even one of two. */
  private static long rounded(final long scaled, final int shift) {
    final long half = 1L << shift - 1;
    final long closest = scaled + half >> shift;
    return (closest << shift) - scaled == half ? closest & ~1 : closest;
  }

  private static void plain(final int significant, final int places, final float value, final ValueBuffer out) {
    // As the number with an exponent has two digits at least, so has this one.
    final boolean padded = value < LEAST_PLAIN && significant < 10;
    final int digits = padded ? 10 * significant : significant;
    final int decimals = padded ? places + 1 : places;
    final int count = JsonIntegers.digits(digits);
    out.reserve(MOST_CHARACTERS);
    if (count <= decimals) {
      zeros(2 + decimals - count, out);
      out.bytes[out.length - 1 - decimals + count] = '.';
      JsonIntegers.put(digits, count, out);
    } else if (decimals > 0) {
      JsonIntegers.put(digits, count, out);
      point(decimals, out);
    } else {
      JsonIntegers.put(digits, count, out);
      zeros(-decimals + 2, out);
      out.bytes[out.length - 2] = '.';
    }
  }

  private static void exponent(final int significant, final int decimals, final ValueBuffer out) {
    final int digits = significant < 10 ? 10 * significant : significant;
    final int count = JsonIntegers.digits(digits);
    out.reserve(MOST_CHARACTERS);
    JsonIntegers.put(digits, count, out);
    point(count - 1, out);
    out.append('E');
    JsonIntegers.write(JsonIntegers.digits(significant) - 1 - decimals, out);
  }

  private static void zeros(final int count, final ValueBuffer out) {
    for (int zero = 0; zero < count; zero++) {
      out.bytes[out.length++] = '0';
    }
  }

  /** Sets a point before the last {@code decimals} digits. */
  private static void point(final int decimals, final ValueBuffer out) {
    for (int digit = 0; digit < decimals; digit++) {
      out.bytes[out.length - digit] = out.bytes[out.length - digit - 1];
    }
    out.bytes[out.length - decimals] = '.';
    out.length++;
  }
}
