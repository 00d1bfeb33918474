package io.labelstream.train.fasttext;

import java.util.Arrays;

/**
 * A sigmoid for each label: the target is 1 for one label of an example, and 0 for a few others, drawn by the square roots of their counts.
 *
 * @param bounds running sums of the roots, the last of which is the sum of all
 */
record NegativeSamplingLoss(double[] bounds, int negatives) implements SigmoidLoss {
  static NegativeSamplingLoss of(final long[] labelCounts, final int negatives) {
    final double[] bounds = new double[labelCounts.length];
    double sum = 0;
    for (int label = 0; label < bounds.length; label++) {
      // Without this, labels that never occur could leave nothing to draw from.
      sum += Math.sqrt(Math.max(labelCounts[label], 1));
      bounds[label] = sum;
    }
    return new NegativeSamplingLoss(bounds, negatives);
  }

  @Override
  public int mostRows() {
    return negatives + 1;
  }

  @Override
  public int targets(final int[] labels, final int count, final long random, final Targets out) {
    final int label = Losses.draw(labels, count, random);
    out.rows()[0] = label;
    out.wanted()[0] = 1f;
    long draw = random;
    for (int index = 1; index <= negatives; index++) {
      int drawn;
      do {
        drawn = drawn(Mix.of(++draw));
      } while (drawn == label);
      out.rows()[index] = drawn;
      out.wanted()[index] = 0f;
    }
    return negatives + 1;
  }

  private int drawn(final long random) {
    final double point = (random >>> 11) * 0x1p-53 * bounds[bounds.length - 1];
    final int found = Arrays.binarySearch(bounds, point);
    // A point on a bound belongs to the label after it.
    return Math.min(found < 0 ? -1 - found : found + 1, bounds.length - 1);
  }

  @Override
  public int likeliest(final float[] products) {
    return Losses.largest(products, bounds.length);
  }
}
