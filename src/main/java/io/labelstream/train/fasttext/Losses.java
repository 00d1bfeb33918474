package io.labelstream.train.fasttext;

import io.labelstream.kernel.Kernels;

/** Functions that the losses share. */
final class Losses {
  /** Lower probabilities are reported as this, so that a loss is only infinite if something went wrong. */
  private static final double LEAST = 1e-5;

  private Losses() {}

  /** Draws one of the labels. */
  static int draw(final int[] labels, final int count, final long random) {
    return count == 1 ? labels[0] : labels[Mix.below(count, Mix.of(random))];
  }

  /** Takes all rows, each with target 0. */
  static void allRows(final LossFunction.Targets out, final int count) {
    for (int row = 0; row < count; row++) {
      out.rows()[row] = row;
      out.wanted()[row] = 0f;
    }
  }

  /** The index of the largest of the first {@code count} numbers. */
  static int largest(final float[] values, final int count) {
    int largest = 0;
    for (int index = 1; index < count; index++) {
      largest = values[index] > values[largest] ? index : largest;
    }
    return largest;
  }

  static void sigmoids(final float[] products, final int count) {
    for (int index = 0; index < count; index++) {
      products[index] = Kernels.sigmoid(products[index]);
    }
  }

  static double binary(final LossFunction.Targets targets, final float[] probabilities, final int count) {
    double sum = 0;
    for (int index = 0; index < count; index++) {
      sum -= logarithm(targets.wanted()[index] > 0 ? probabilities[index] : 1 - probabilities[index]);
    }
    return sum;
  }

  static double logarithm(final float probability) {
    return Math.log(Math.max(probability, LEAST));
  }
}
