package io.labelstream.train.cluster;

import java.util.Arrays;

/**
 * How much each label weighs: {@code 1 - lambda} plus {@code lambda} times its frequency, in a unit in which labels weigh 1 on average. Each label counts as if
 * it had one text more, so that one without texts weighs something as well.
 *
 * @param all the mass of each label, positive
 */
public record Masses(double[] all) {

  /** The masses of labels with so many texts. */
  public static Masses of(final long[] counts, final double lambda) {
    final double mean = (double) Arrays.stream(counts).sum() / counts.length + 1;
    return new Masses(Arrays.stream(counts).mapToDouble(count -> 1 - lambda + lambda * (count + 1) / mean).toArray());
  }

  /** The number of texts of each label. */
  public static long[] counts(final LabelMatrix labels) {
    final long[] counts = new long[labels.count()];
    for (final int label : labels.labels()) {
      counts[label]++;
    }
    return counts;
  }

  /** The mass of a label. */
  public double of(final int label) {
    return all[label];
  }

  /** The mass of the labels from {@code from} to {@code to}. */
  public double sum(final int[] labels, final int from, final int to) {
    double sum = 0;
    for (int index = from; index < to; index++) {
      sum += of(labels[index]);
    }
    return sum;
  }

  /** The place of the first label that weighs no less than any other. */
  public int heaviest(final int[] labels, final int from, final int to) {
    int heaviest = from;
    for (int index = from + 1; index < to; index++) {
      if (of(labels[index]) > of(labels[heaviest])) {
        heaviest = index;
      }
    }
    return heaviest;
  }

  /**
   * The place that halves the mass of labels in their order. A label that straddles the middle belongs to the half that more of it is in; with equal masses, both
   * halves have the same number of labels, or one has one more.
   *
   * @param most the most labels of a half, at least half of them and less than all
   */
  public int middle(final int[] labels, final int from, final int to, final int most) {
    final double half = sum(labels, from, to) / 2;
    int middle = from;
    double before = 0;
    while (middle < to - 1 && before + of(labels[middle]) / 2 <= half) {
      before += of(labels[middle++]);
    }
    return Math.clamp(middle, to - most, from + most);
  }
}
