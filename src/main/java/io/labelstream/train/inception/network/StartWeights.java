package io.labelstream.train.inception.network;

import java.util.SplittableRandom;

/** Weights that training starts from. */
final class StartWeights {
  private StartWeights() {}

  /** Uniform numbers for a map between as many inputs and outputs (Glorot and Bengio 2010). */
  static float[] uniform(final int count, final int inputs, final int outputs, final SplittableRandom random) {
    return uniform(count, (float) Math.sqrt(6.0 / (inputs + outputs)), random);
  }

  /** Uniform numbers below {@code most} and above its negative. */
  static float[] uniform(final int count, final float most, final SplittableRandom random) {
    final float[] weights = new float[count];
    for (int at = 0; at < count; at++) {
      weights[at] = (float) random.nextDouble(-most, most);
    }
    return weights;
  }
}
