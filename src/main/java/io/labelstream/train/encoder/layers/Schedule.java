package io.labelstream.train.encoder.layers;

/**
 * The learning rate of each step: it rises linearly in the first part of the steps, the warm-up, and falls linearly to zero in the rest.
 *
 * @param peak the greatest rate
 * @param steps in all
 */
record Schedule(double peak, int steps) {
  private static final double WARM_UP = 0.05;
  private static final int LONGEST_WARM_UP = 100;

  /** The rate of a step; the first one is 0. */
  float rate(final int step) {
    final double warm = Math.clamp(WARM_UP * steps, 1, LONGEST_WARM_UP);
    return (float) (peak * Math.min((step + 1) / warm, (steps - step) / Math.max(1, steps - warm)));
  }
}
