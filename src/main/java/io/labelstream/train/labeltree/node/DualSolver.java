package io.labelstream.train.labeltree.node;

import java.util.Arrays;

/**
 * Finds the weights {@code w} that make {@code |w|^2 / 2 + sum of cost * loss} least, by coordinate descent on the dual problem, in which each text has one
 * variable: a pass visits the texts in random order, and sets each variable to its best value, given the others. Holds memory for the next problem; not
 * thread-safe.
 */
abstract class DualSolver {
  private float[] weights = new float[0];
  private int[] order = new int[0];
  private long random;

  /**
   * Solves a problem.
   *
   * @param positive whether each text is below the node
   * @param seed decides the order of visits
   * @return the weights, the bias last; longer if a former problem had more, and valid until the next call
   */
  final float[] solve(final Rows rows, final boolean[] positive, final NodeSettings settings, final long seed) {
    weights = weights.length < rows.weights() ? new float[rows.weights()] : weights;
    Arrays.fill(weights, 0, rows.weights(), 0f);
    order = order.length < rows.count() ? new int[rows.count()] : order;
    for (int at = 0; at < rows.count(); at++) {
      order[at] = at;
    }
    random = seed;
    descend(rows, positive, settings, weights, order);
    return weights;
  }

  /**
   * Finds the weights.
   *
   * @param weights zeros, to be changed
   * @param order the numbers of all texts, to be permuted
   */
  abstract void descend(Rows rows, boolean[] positive, NodeSettings settings, float[] weights, int[] order);

  /** Permutes the first {@code count} numbers of the order. */
  final void shuffle(final int count) {
    for (int left = count; left > 1; left--) {
      // A linear congruential generator (Knuth's MMIX), of which the multiplication uses the high bits, the good ones.
      random = random * 6364136223846793005L + 1442695040888963407L;
      final int other = (int) Math.unsignedMultiplyHigh(random, left);
      final int held = order[other];
      order[other] = order[left - 1];
      order[left - 1] = held;
    }
  }
}
