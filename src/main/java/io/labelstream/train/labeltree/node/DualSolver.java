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
    random = seed;
    start(rows.count(), positive, settings);
    return solved(rows, positive, settings);
  }

  /**
   * Solves the last problem again, after some features were removed: the variables, from which this starts, are nearly the best ones already.
   *
   * @param rows the same texts, without these features
   * @return as {@link #solve}
   */
  final float[] solveAgain(final Rows rows, final boolean[] positive, final NodeSettings settings) {
    return solved(rows, positive, settings);
  }

  private float[] solved(final Rows rows, final boolean[] positive, final NodeSettings settings) {
    weights = weights.length < rows.weights() ? new float[rows.weights()] : weights;
    Arrays.fill(weights, 0, rows.weights(), 0f);
    order = order.length < rows.count() ? new int[rows.count()] : order;
    for (int row = 0; row < rows.count(); row++) {
      order[row] = row;
      final double variable = variable(row);
      if (variable > 0) {
        rows.add(row, positive[row] ? variable : -variable, weights);
      }
    }
    descend(rows, positive, settings, weights, order);
    return weights;
  }

  /** Sets the variables of so many texts to values from which to start. */
  abstract void start(int count, boolean[] positive, NodeSettings settings);

  /** The variable of a text. */
  abstract double variable(int row);

  /**
   * Finds the best variables.
   *
   * @param weights those that follow from the variables, to be changed with them
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
