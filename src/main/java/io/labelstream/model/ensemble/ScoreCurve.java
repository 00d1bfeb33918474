package io.labelstream.model.ensemble;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;

/**
 * A curve from a score to a probability: {@code 1 / (1 + exp(-(slope * ln(s / (1 - s)) + intercept)))}. It rises, whatever the score means, and needs two numbers:
 * Platt, <i>Probabilistic Outputs for Support Vector Machines</i>, 1999, on the log odds of a score. Immutable and thread-safe.
 *
 * <p>Read from a table with straight lines between its places, within 1e-4 of the formula: the same bits on every processor. The places are 32 to each doubling
 * of the score, or of its distance from 1, whichever is less; what is nearer to 0 or 1 than 2^-24 counts as that.
 */
public final class ScoreCurve {
  /** The greatest slope, and the greatest distance of an intercept from 0. */
  public static final float MOST = 1000f;
  /** The least slope. */
  public static final float LEAST_SLOPE = 1e-3f;

  private static final int OCTAVES = 24;
  private static final int STEP_BITS = 5;
  private static final int STEPS = 1 << STEP_BITS;
  private static final int MANTISSA_BITS = 23;
  private static final int REST_BITS = MANTISSA_BITS - STEP_BITS;
  private static final float REST = 0x1p-18f;
  private static final float LEAST = 0x1p-24f;
  private static final int LEAST_PLACE = Float.floatToRawIntBits(LEAST) >>> REST_BITS;
  private static final float HALF = 0.5f;

  private final float slope;
  private final float intercept;
  private final float[] low = new float[(OCTAVES - 1) * STEPS + 2];
  private final float[] high = new float[low.length];

  private ScoreCurve(final float slope, final float intercept) {
    this.slope = slope;
    this.intercept = intercept;
    for (int place = 0; place < low.length; place++) {
      final double distance = Float.intBitsToFloat(LEAST_PLACE + place << REST_BITS);
      final double odds = StrictMath.log(distance) - StrictMath.log1p(-distance);
      low[place] = probability(odds);
      high[place] = probability(-odds);
    }
  }

  /** @throws IllegalArgumentException if the slope is not from {@link #LEAST_SLOPE} to {@link #MOST}, or the intercept not from minus {@link #MOST} to it */
  public static ScoreCurve of(final float slope, final float intercept) {
    if (!(slope >= LEAST_SLOPE && slope <= MOST && Math.abs(intercept) <= MOST)) {
      throw new IllegalArgumentException("a curve has the slope " + slope + " and the intercept " + intercept + ", expected a slope from " + LEAST_SLOPE + " to "
          + MOST + " and an intercept from -" + MOST + " to " + MOST);
    }
    return new ScoreCurve(slope, intercept);
  }

  static ScoreCurve read(final float slope, final float intercept) throws ModelRefusedException {
    try {
      return of(slope, intercept);
    } catch (final IllegalArgumentException unsound) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, unsound.getMessage());
    }
  }

  private float probability(final double odds) {
    return (float) (1 / (1 + StrictMath.exp(-(slope * odds + intercept))));
  }

  /** The slope in the log odds of a score. */
  public float slope() {
    return slope;
  }

  /** The log odds of the result for a score of 1/2. */
  public float intercept() {
    return intercept;
  }

  /** The probability for a score: from 0 to 1, the greater the greater the score. */
  public float at(final float score) {
    // False for a score that is not a number.
    if (score > HALF) {
      return read(high, 1f - score);
    }
    return read(low, score);
  }

  private static float read(final float[] table, final float distance) {
    if (!(distance > LEAST)) {
      return table[0];
    }
    final int bits = Float.floatToRawIntBits(distance);
    final int place = (bits >>> REST_BITS) - LEAST_PLACE;
    final float rest = (bits & (1 << REST_BITS) - 1) * REST;
    return table[place] + rest * (table[place + 1] - table[place]);
  }
}
