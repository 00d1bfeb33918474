package io.labelstream.train.inception.network;

import java.util.SplittableRandom;

/** Draws the numbers to drop: those of PyTorch would take several times as long. */
final class Dropout {
  private static final int BITS = 16;
  private static final int LANES = Long.SIZE / BITS;

  private Dropout() {}

  /** Fills the first {@code count} factors: 0 for a number to drop, and the factor that keeps the mean for one to keep. */
  static void draw(final float[] factors, final int count, final float share, final SplittableRandom random) {
    final int least = Math.round(share * (1 << BITS));
    final float kept = 1 / (1 - share);
    for (int from = 0; from < count; from += LANES) {
      long bits = random.nextLong();
      for (int at = from; at < Math.min(count, from + LANES); at++) {
        factors[at] = (bits & (1 << BITS) - 1) < least ? 0 : kept;
        bits >>>= BITS;
      }
    }
  }
}
