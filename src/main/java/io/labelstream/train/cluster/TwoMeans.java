package io.labelstream.train.cluster;

import java.util.Arrays;

/**
 * Spherical 2-means with masses on one group of labels, in which each half has half of the mass. In turn, labels are sorted by how much closer they are to one
 * centre than to the other and cut at half the mass, which is the best assignment there is, because similarity and balance are weighed alike; and each centre
 * becomes the direction of the sum of its labels, each times its mass. Not thread-safe.
 */
final class TwoMeans {
  private static final int MOST_TURNS = 20;

  /** The least gain of a turn, in the mean similarity of labels to their centres, for which there is another. */
  private static final double LEAST_GAIN = 1e-4;

  private static final int LEFT = 0;
  private static final int RIGHT = 1;

  private final LabelVectors vectors;
  private final Masses masses;
  private final float[] sums;
  private final int[] labels;
  private final int from;
  private final int to;
  private final int most;
  private final float[] products;
  private final long[] order;

  /**
   * @param sums the sums of both halves, which take turns column by column; zeros, which they are in the end as well
   * @param labels the labels from {@code from} to {@code to} are the group
   * @param most the most labels of a half
   */
  TwoMeans(
      final LabelVectors vectors, final Masses masses, final float[] sums, final int[] labels, final int from, final int to, final int most) {
    this.vectors = vectors;
    this.masses = masses;
    this.sums = sums;
    this.labels = labels;
    this.from = from;
    this.to = to;
    this.most = most;
    this.products = new float[2 * (to - from)];
    this.order = new long[to - from];
  }

  /**
   * Puts the labels of the second half behind those of the first.
   *
   * @param left the label that is the first half's centre at the start
   * @param right the same for the second half
   * @return the start of the second half
   */
  int halve(final int left, final int right) {
    add(left, 1, LEFT);
    add(right, 1, RIGHT);
    multiply();
    clear(left);
    clear(right);
    sort(1, 1);
    int middle = masses.middle(labels, from, to, most);
    final double mass = masses.sum(labels, from, to);
    double before = Double.NEGATIVE_INFINITY;
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      for (int index = from; index < to; index++) {
        add(labels[index], (float) masses.of(labels[index]), index < middle ? LEFT : RIGHT);
      }
      multiply();
      for (int index = from; index < to; index++) {
        clear(labels[index]);
      }
      final double leftLength = length(from, middle, LEFT);
      final double rightLength = length(middle, to, RIGHT);
      // The products of a half's labels with its centre, each times its mass, add up to the length of its sum.
      final double similarity = (leftLength + rightLength) / mass;
      if (similarity - before < LEAST_GAIN) {
        break;
      }
      before = similarity;
      sort(leftLength, rightLength);
      middle = masses.middle(labels, from, to, most);
    }
    return middle;
  }

  private void add(final int label, final float factor, final int side) {
    for (int place = vectors.starts()[label]; place < vectors.starts()[label + 1]; place++) {
      sums[2 * vectors.columns()[place] + side] += factor * vectors.values()[place];
    }
  }

  private void clear(final int label) {
    for (int place = vectors.starts()[label]; place < vectors.starts()[label + 1]; place++) {
      sums[2 * vectors.columns()[place] + LEFT] = 0;
      sums[2 * vectors.columns()[place] + RIGHT] = 0;
    }
  }

  /** Finds the products of all labels with both sums. */
  private void multiply() {
    for (int index = from; index < to; index++) {
      float left = 0;
      float right = 0;
      for (int place = vectors.starts()[labels[index]]; place < vectors.starts()[labels[index] + 1]; place++) {
        final int column = 2 * vectors.columns()[place];
        left += vectors.values()[place] * sums[column + LEFT];
        right += vectors.values()[place] * sums[column + RIGHT];
      }
      products[2 * (index - from) + LEFT] = left;
      products[2 * (index - from) + RIGHT] = right;
    }
  }

  /** The length of the sum of a half, whose labels are {@code start} to {@code end}. */
  private double length(final int start, final int end, final int side) {
    double squares = 0;
    for (int index = start; index < end; index++) {
      squares += masses.of(labels[index]) * products[2 * (index - from) + side];
    }
    return Math.sqrt(Math.max(squares, 0));
  }

  /** Sorts labels by their products with the directions of both sums; labels for which there is no difference, by their ids. */
  private void sort(final double leftLength, final double rightLength) {
    final double left = leftLength > 0 ? 1 / leftLength : 0;
    final double right = rightLength > 0 ? 1 / rightLength : 0;
    for (int index = from; index < to; index++) {
      final int at = 2 * (index - from);
      order[index - from] = (long) ordinal((float) (right * products[at + RIGHT] - left * products[at + LEFT])) << Integer.SIZE | labels[index];
    }
    Arrays.sort(order);
    for (int index = from; index < to; index++) {
      labels[index] = (int) order[index - from];
    }
  }

  /** An integer that is less if and only if the number is. */
  private static int ordinal(final float number) {
    final int bits = Float.floatToIntBits(number + 0f);
    return bits ^ bits >> Integer.SIZE - 1 & Integer.MAX_VALUE;
  }
}
