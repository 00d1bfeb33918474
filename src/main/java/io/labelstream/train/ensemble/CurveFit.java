package io.labelstream.train.ensemble;

import io.labelstream.model.ensemble.ScoreCurve;
import io.labelstream.train.Minimizer;
import java.util.Arrays;

/**
 * Fits a {@link ScoreCurve} to scores of right and wrong labels by the greatest likelihood. Counts scores with nearly the same log odds together, so that the
 * time of a fit does not depend on their number. Not thread-safe.
 */
final class CurveFit {
  private static final double MOST_ODDS = 17;
  private static final int BINS = 1 << 11;
  private static final double LEAST_DISTANCE = 0x1p-24;
  private static final int ITERATIONS = 100;

  private final long[] right = new long[BINS];
  private final long[] wrong = new long[BINS];

  /** Adds a label's score. */
  void add(final float score, final boolean isRight) {
    (isRight ? right : wrong)[bin(score)]++;
  }

  private static int bin(final float score) {
    final double safe = Math.clamp((double) score, LEAST_DISTANCE, 1 - LEAST_DISTANCE);
    final double odds = Math.log(safe / (1 - safe));
    return Math.clamp((int) ((odds + MOST_ODDS) / (2 * MOST_ODDS) * BINS), 0, BINS - 1);
  }

  /** The curve. With few scores, or if they divide right from wrong, it is less steep than likelihood alone would have it. */
  ScoreCurve curve() {
    long allRight = 0;
    long allWrong = 0;
    for (int bin = 0; bin < BINS; bin++) {
      allRight += right[bin];
      allWrong += wrong[bin];
    }
    // Platt's targets: one more example of each kind than there are.
    final double rightTarget = (allRight + 1.0) / (allRight + 2.0);
    final double wrongTarget = 1 / (allWrong + 2.0);
    final double count = Math.max(allRight + allWrong, 1);
    // The logarithms of rise and fall, and the intercept.
    final double[] curve = {0, 0, 0};
    Minimizer.minimize((x, gradient) -> {
      Arrays.fill(gradient, 0);
      final double rise = Math.exp(x[0]);
      final double fall = Math.exp(x[1]);
      double loss = 0;
      for (int bin = 0; bin < BINS; bin++) {
        final double mass = right[bin] + wrong[bin];
        if (mass > 0) {
          final double odds = ((bin + 0.5) / BINS * 2 - 1) * MOST_ODDS;
          final double score = -softplus(-odds);
          final double distance = -softplus(odds);
          final double z = rise * score - fall * distance + x[2];
          final double target = right[bin] * rightTarget + wrong[bin] * wrongTarget;
          loss += mass * softplus(z) - target * z;
          final double slope = mass / (1 + Math.exp(-z)) - target;
          gradient[0] += slope * rise * score / count;
          gradient[1] -= slope * fall * distance / count;
          gradient[2] += slope / count;
        }
      }
      return loss / count;
    }, curve, ITERATIONS);
    return ScoreCurve.of(factor(curve[0]), factor(curve[1]), (float) Math.clamp(curve[2], -ScoreCurve.MOST, ScoreCurve.MOST));
  }

  private static float factor(final double logarithm) {
    return Math.clamp((float) Math.exp(logarithm), ScoreCurve.LEAST, ScoreCurve.MOST);
  }

  /** {@code ln(1 + exp(x))}. */
  private static double softplus(final double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
