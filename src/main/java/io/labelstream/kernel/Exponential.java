package io.labelstream.kernel;

/**
 * The exponential function in float32, to within 2 units in the last place, from additions and multiplications only: the same bits on every processor,
 * compiled or not, which {@link Math#exp} does not promise.
 *
 * <p>{@code exp(x) = 2^n * exp(r)} with {@code n} the nearest integer to {@code x / ln 2}; a polynomial of degree 7 for {@code exp(r)}, its coefficients
 * those of the Cephes library.
 */
final class Exponential {
  /** Lesser arguments give the result of this one: 2^-126 is the smallest normal float. */
  static final float LEAST = -87.3f;

  /** Greater arguments give the result of this one: the next power of two is infinite. */
  static final float MOST = 88f;

  static final float LOG2_E = 1.44269504f;
  /** Adding this rounds to an integer, which then stands in the low bits. */
  static final float ROUNDER = 12582912f;

  static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
  static final float LN2_HIGH = 0.693359375f;
  static final float LN2_LOW = -2.12194440e-4f;
  static final float C7 = 1.9875691500e-4f;
  static final float C6 = 1.3981999507e-3f;
  static final float C5 = 8.3334519073e-3f;
  static final float C4 = 4.1665795894e-2f;
  static final float C3 = 1.6666665459e-1f;
  static final float C2 = 5.0000001201e-1f;
  static final int MANTISSA_BITS = 23;
  static final int EXPONENT_BIAS = 127;

  private Exponential() {}

  static float of(final float argument) {
    // Branches that are never taken: they cost less here than a minimum and a maximum, which have to heed the signs of zeros.
    final float x = argument < LEAST ? LEAST : argument > MOST ? MOST : argument;
    final float rounded = x * LOG2_E + ROUNDER;
    final float n = rounded - ROUNDER;
    final float r = x - n * LN2_HIGH - n * LN2_LOW;
    final float tail = ((((C7 * r + C6) * r + C5) * r + C4) * r + C3) * r + C2;
    final float mantissa = tail * (r * r) + r + 1f;
    final int power = Float.floatToRawIntBits(rounded) - ROUNDER_BITS + EXPONENT_BIAS << MANTISSA_BITS;
    return mantissa * Float.intBitsToFloat(power);
  }
}
