package io.labelstream.train.evaluate;

import java.util.Arrays;
import java.util.Comparator;

/** The labels of a third of the training data, from the most frequent label to the rarest. */
public enum FrequencyBand {
  /** The few labels that are given most often. */
  HEAD,
  TORSO,
  /** The many labels that are given seldom, and those that do not occur in training. */
  TAIL;

  /**
   * The band of each label. A label belongs to the third in which the first label of its frequency begins, so that labels of equal frequency are in one band.
   *
   * @param frequencies the number of training texts of each label
   */
  static FrequencyBand[] of(final long[] frequencies) {
    final Integer[] order = new Integer[frequencies.length];
    Arrays.setAll(order, label -> label);
    Arrays.sort(order, Comparator.comparingLong((Integer label) -> frequencies[label]).reversed());
    final long all = Arrays.stream(frequencies).sum();
    final FrequencyBand[] bands = new FrequencyBand[frequencies.length];
    long before = 0;
    long start = 0;
    long last = -1;
    for (final int label : order) {
      start = frequencies[label] == last ? start : before;
      bands[label] = start < all ? values()[(int) (values().length * start / all)] : TAIL;
      before += frequencies[label];
      last = frequencies[label];
    }
    return bands;
  }
}
