package io.labelstream.train.evaluate;

import it.unimi.dsi.fastutil.ints.IntArrays;

/** Correlations of two series of the same length. */
public final class Correlation {
  private Correlation() {}

  /** The correlation of the values, from -1 to 1; 0 if all values of a series are the same. */
  public static double pearson(final double[] one, final double[] other) {
    final double meanOfOne = mean(one);
    final double meanOfOther = mean(other);
    double product = 0;
    double squaresOfOne = 0;
    double squaresOfOther = 0;
    for (int at = 0; at < one.length; at++) {
      final double left = one[at] - meanOfOne;
      final double right = other[at] - meanOfOther;
      product += left * right;
      squaresOfOne += left * left;
      squaresOfOther += right * right;
    }
    return squaresOfOne == 0 || squaresOfOther == 0 ? 0 : product / Math.sqrt(squaresOfOne * squaresOfOther);
  }

  /** The correlation of the ranks; equal values have the mean of their ranks. */
  public static double spearman(final double[] one, final double[] other) {
    return pearson(ranks(one), ranks(other));
  }

  private static double mean(final double[] values) {
    double sum = 0;
    for (final double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double[] ranks(final double[] values) {
    final int[] order = new int[values.length];
    for (int at = 0; at < order.length; at++) {
      order[at] = at;
    }
    IntArrays.quickSort(order, (left, right) -> Double.compare(values[left], values[right]));
    final double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from + 1;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int at = from; at < to; at++) {
        ranks[order[at]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
