package io.labelstream.train.labeltree.tree;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Divides labels by similarity: spherical 2-means with masses, in which each half has half of the mass. In turn, labels are sorted by how much closer they are to
 * one centre than to the other and are cut at half the mass, which is the best assignment there is because the masses weigh similarity and balance alike; and each
 * centre becomes the direction of its labels' sum, each label weighted by its mass.
 */
final class ClusterHalving implements Halving {
  private static final int MOST_TURNS = 20;

  /** The least gain of a turn, in the mean similarity of a label to its centre, for which there is another. */
  private static final double LEAST_GAIN = 1e-4;

  private final LabelVectors vectors;
  private final Masses masses;
  private final long seed;
  private final ThreadLocal<float[]> centres;

  ClusterHalving(final LabelVectors vectors, final Masses masses, final long seed) {
    this.vectors = vectors;
    this.masses = masses;
    this.seed = seed;
    this.centres = ThreadLocal.withInitial(() -> new float[2 * vectors.width()]);
  }

  @Override
  public int halve(final int[] labels, final int from, final int to, final int most) {
    final float[] sums = centres.get();
    final float[] similarities = new float[2 * (to - from)];
    final SplittableRandom random = new SplittableRandom(seed ^ (long) from << Integer.SIZE ^ to);
    final int first = random.nextInt(from, to);
    final int second = from + (first - from + random.nextInt(1, to - from)) % (to - from);
    add(labels[first], 1, sums, 0);
    add(labels[second], 1, sums, 1);
    int middle = assign(labels, from, to, most, sums, similarities, 1, 1);
    clear(labels[first], sums);
    clear(labels[second], sums);
    double last = Double.NEGATIVE_INFINITY;
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      for (int index = from; index < to; index++) {
        add(labels[index], (float) masses.of(labels[index]), sums, index < middle ? 0 : 1);
      }
      similarities(labels, from, to, sums, similarities);
      final double left = length(labels, from, from, middle, similarities, 0);
      final double right = length(labels, from, middle, to, similarities, 1);
      for (int index = from; index < to; index++) {
        clear(labels[index], sums);
      }
      final double objective = (left + right) / masses.sum(labels, from, to);
      if (objective - last < LEAST_GAIN) {
        return middle;
      }
      last = objective;
      middle = sort(labels, from, to, most, similarities, inverse(left), inverse(right));
    }
    return middle;
  }

  private int assign(
      final int[] labels, final int from, final int to, final int most, final float[] sums, final float[] similarities, final double left, final double right) {
    similarities(labels, from, to, sums, similarities);
    return sort(labels, from, to, most, similarities, left, right);
  }

  /** The factor that brings a vector to unit length; 0 for one without length. */
  private static double inverse(final double length) {
    return length > 0 ? 1 / length : 0;
  }

  private void add(final int label, final float factor, final float[] sums, final int side) {
    for (int index = vectors.starts()[label]; index < vectors.starts()[label + 1]; index++) {
      sums[2 * vectors.columns()[index] + side] += factor * vectors.values()[index];
    }
  }

  private void clear(final int label, final float[] sums) {
    for (int index = vectors.starts()[label]; index < vectors.starts()[label + 1]; index++) {
      sums[2 * vectors.columns()[index]] = 0;
      sums[2 * vectors.columns()[index] + 1] = 0;
    }
  }

  private void similarities(final int[] labels, final int from, final int to, final float[] sums, final float[] similarities) {
    for (int index = from; index < to; index++) {
      float left = 0;
      float right = 0;
      for (int place = vectors.starts()[labels[index]]; place < vectors.starts()[labels[index] + 1]; place++) {
        final int column = 2 * vectors.columns()[place];
        left += vectors.values()[place] * sums[column];
        right += vectors.values()[place] * sums[column + 1];
      }
      similarities[2 * (index - from)] = left;
      similarities[2 * (index - from) + 1] = right;
    }
  }

  /** The length of the sum of labels, by their products with it. */
  private double length(final int[] labels, final int base, final int from, final int to, final float[] similarities, final int side) {
    double squares = 0;
    for (int index = from; index < to; index++) {
      squares += masses.of(labels[index]) * similarities[2 * (index - base) + side];
    }
    return Math.sqrt(Math.max(squares, 0));
  }

  private int sort(final int[] labels, final int from, final int to, final int most, final float[] similarities, final double left, final double right) {
    final long[] keys = new long[to - from];
    for (int index = 0; index < keys.length; index++) {
      final float closer = (float) (right * similarities[2 * index + 1] - left * similarities[2 * index]) + 0f;
      keys[index] = (long) ascending(closer) << Integer.SIZE | labels[from + index];
    }
    Arrays.sort(keys);
    for (int index = 0; index < keys.length; index++) {
      labels[from + index] = (int) keys[index];
    }
    return masses.middle(labels, from, to, most);
  }

  /** An integer that is in the order of the number. */
  private static int ascending(final float number) {
    final int bits = Float.floatToIntBits(number);
    return bits ^ bits >> Integer.SIZE - 1 & Integer.MAX_VALUE;
  }
}
