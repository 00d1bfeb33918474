package io.labelstream.train.inception;

/**
 * The learning rate of each step (Smith and Topin 2018): from a tenth of the highest one it rises in the first third of the steps, and then falls to nearly 0, both along
 * a cosine.
 *
 * @param steps in all
 */
record OneCycle(double highest, int steps) {
  private static final double RISE = 0.33;
  private static final double START = 0.1;
  private static final double END = 1e-5;

  /** The rate of a step, from 0. */
  float rate(final int step) {
    final double top = Math.max(1, RISE * steps - 1);
    final double end = Math.max(top + 1, steps - 1);
    return (float) (highest * (step <= top ? between(START, 1, step / top) : between(1, END, (step - top) / (end - top))));
  }

  private static double between(final double from, final double to, final double done) {
    return to + (from - to) / 2 * (1 + Math.cos(Math.PI * done));
  }
}
