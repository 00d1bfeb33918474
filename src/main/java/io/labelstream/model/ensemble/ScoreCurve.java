package io.labelstream.model.ensemble;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;

/**
 * A curve from a score to a probability: {@code 1 / (1 + exp(-(rise * ln(s) - fall * ln(1 - s) + intercept)))}. It rises, whatever the score means, and needs
 * three numbers: Kull, Silva Filho and Flach, <i>Beta calibration</i>, AISTATS 2017. Immutable and thread-safe.
 *
 * <p>Read from a table with straight lines between its places, within 1e-4 of the formula: the same bits on every processor. The places are 32 to each doubling
 * of the score, or of its distance from 1, whichever is less; what is nearer to 0 or 1 than 2^-24 counts as that.
 */
public final class ScoreCurve {
  /** The greatest rise and fall, and the greatest distance of an intercept from 0. */
  public static final float MOST = 1000f;
  /** The least rise and fall. */
  public static final float LEAST = 1e-3f;

  private static final int OCTAVES = 24;
  private static final int STEP_BITS = 5;
  private static final int STEPS = 1 << STEP_BITS;
  private static final int MANTISSA_BITS = 23;
  private static final int REST_BITS = MANTISSA_BITS - STEP_BITS;
  private static final float REST = 0x1p-18f;
  private static final float NEAREST = 0x1p-24f;
  private static final int NEAREST_PLACE = Float.floatToRawIntBits(NEAREST) >>> REST_BITS;
  private static final float HALF = 0.5f;

  private final float rise;
  private final float fall;
  private final float intercept;
  private final float[] low = new float[(OCTAVES - 1) * STEPS + 2];
  private final float[] high = new float[low.length];

  private ScoreCurve(final float rise, final float fall, final float intercept) {
    this.rise = rise;
    this.fall = fall;
    this.intercept = intercept;
    for (int place = 0; place < low.length; place++) {
      final double distance = Float.intBitsToFloat(NEAREST_PLACE + place << REST_BITS);
      final double near = StrictMath.log(distance);
      final double far = StrictMath.log1p(-distance);
      low[place] = probability(rise * near - fall * far + intercept);
      high[place] = probability(rise * far - fall * near + intercept);
    }
  }

  /** @throws IllegalArgumentException if rise or fall is not from {@link #LEAST} to {@link #MOST}, or the intercept not from minus {@link #MOST} to it */
  public static ScoreCurve of(final float rise, final float fall, final float intercept) {
    if (!(isSlope(rise) && isSlope(fall) && Math.abs(intercept) <= MOST)) {
      throw new IllegalArgumentException("a curve has the rise " + rise + ", the fall " + fall + " and the intercept " + intercept + ", expected rise and fall from "
          + LEAST + " to " + MOST + ", and an intercept from -" + MOST + " to " + MOST);
    }
    return new ScoreCurve(rise, fall, intercept);
  }

  private static boolean isSlope(final float slope) {
    return slope >= LEAST && slope <= MOST;
  }

  static ScoreCurve read(final float rise, final float fall, final float intercept) throws ModelRefusedException {
    try {
      return of(rise, fall, intercept);
    } catch (final IllegalArgumentException unsound) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, unsound.getMessage());
    }
  }

  private static float probability(final double odds) {
    return (float) (1 / (1 + StrictMath.exp(-odds)));
  }

  /** The factor of the logarithm of a score. */
  public float rise() {
    return rise;
  }

  /** The factor of the logarithm of a score's distance from 1. */
  public float fall() {
    return fall;
  }

  /** The log odds of the result, but for these two. */
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
    if (!(distance > NEAREST)) {
      return table[0];
    }
    final int bits = Float.floatToRawIntBits(distance);
    final int place = (bits >>> REST_BITS) - NEAREST_PLACE;
    final float rest = (bits & (1 << REST_BITS) - 1) * REST;
    return table[place] + rest * (table[place + 1] - table[place]);
  }
}
