package io.labelstream.model.fasttext;

/**
 * The logistic function as the reference computes it for one-versus-all and negative sampling: 512 steps between -8 and 8, and 0 or 1 outside. It is part of
 * the model, since the steps are far wider than rounding errors.
 */
final class SigmoidTable {
  private static final int STEPS = 512;
  private static final int BOUND = 8;
  private static final float[] TABLE = table();

  private SigmoidTable() {}

  /** Replaces the first {@code count} elements by their sigmoid. */
  static void apply(final float[] x, final int count) {
    for (int index = 0; index < count; index++) {
      x[index] = of(x[index]);
    }
  }

  static float of(final float x) {
    if (x < -BOUND) {
      return 0f;
    }
    if (x > BOUND) {
      return 1f;
    }
    return TABLE[(int) ((x + BOUND) * STEPS / BOUND / 2)];
  }

  private static float[] table() {
    final float[] table = new float[STEPS + 1];
    for (int step = 0; step <= STEPS; step++) {
      final float x = (float) (step * 2 * BOUND) / STEPS - BOUND;
      table[step] = (float) (1.0 / (1.0 + (float) StrictMath.exp(-x)));
    }
    return table;
  }
}
