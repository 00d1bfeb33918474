package io.labelstream.train.quantise;

import java.util.Arrays;

/**
 * Represents many numbers by up to 256: Lloyd's algorithm on sorted values, in which a cluster is a range and its mean comes from running sums, so that it can
 * run until nothing changes.
 *
 * <p>At first, each range holds the same share of the cube root of the density, which is best for smooth densities (Panter and Dite). Deterministic.
 */
final class ScalarQuantizer {
  private static final int MOST_ITERATIONS = 1000;

  private final float[] centroids;
  private final float[] borders;

  /** @param centroids ascending */
  private ScalarQuantizer(final float[] centroids) {
    this.centroids = centroids;
    this.borders = new float[centroids.length - 1];
    for (int index = 0; index < borders.length; index++) {
      borders[index] = (float) (((double) centroids[index] + centroids[index + 1]) / 2);
    }
  }

  /**
   * Finds the centroids with a small sum of weighted squared distances.
   *
   * @param values finite
   * @param weights not negative, one for each value
   * @param count the most centroids; if there are fewer different values, each of these is a centroid
   */
  static ScalarQuantizer train(final float[] values, final float[] weights, final int count) {
    final Sorted sorted = Sorted.of(values, weights);
    if (sorted.size() <= count) {
      final float[] all = new float[Math.max(1, sorted.size())];
      for (int index = 0; index < sorted.size(); index++) {
        all[index] = (float) sorted.values[index];
      }
      return new ScalarQuantizer(all);
    }
    final int[] starts = companded(sorted, count);
    final double[] means = new double[count];
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      for (int cluster = 0; cluster < count; cluster++) {
        means[cluster] = sorted.mean(starts[cluster], starts[cluster + 1]);
      }
      if (!move(sorted, means, starts)) {
        break;
      }
    }
    final float[] centroids = new float[count];
    for (int cluster = 0; cluster < count; cluster++) {
      centroids[cluster] = (float) means[cluster];
    }
    return new ScalarQuantizer(centroids);
  }

  /** Moves the borders of ranges half-way between their means, and returns true if any moved. No range becomes empty. */
  private static boolean move(final Sorted sorted, final double[] means, final int[] starts) {
    boolean moved = false;
    for (int cluster = 1; cluster < means.length; cluster++) {
      final double border = (means[cluster - 1] + means[cluster]) / 2;
      final int least = starts[cluster - 1] + 1;
      final int most = sorted.size() - (means.length - cluster);
      final int start = Math.min(Math.max(sorted.firstAbove(border), least), most);
      moved |= start != starts[cluster];
      starts[cluster] = start;
    }
    return moved;
  }

  private static int[] companded(final Sorted sorted, final int count) {
    final int size = sorted.size();
    // The weight per unit of length between neighbours is their density; a share of its cube root over the gap is gap^(2/3) * weight^(1/3).
    final double[] shares = new double[size];
    for (int index = 1; index < size; index++) {
      shares[index] = shares[index - 1] + Math.cbrt(Math.pow(sorted.values[index] - sorted.values[index - 1], 2) * sorted.weight(index - 1, index + 1));
    }
    final int[] starts = new int[count + 1];
    starts[count] = size;
    for (int cluster = 1; cluster < count; cluster++) {
      final int found = Arrays.binarySearch(shares, shares[size - 1] * cluster / count);
      final int start = found < 0 ? -found - 1 : found;
      starts[cluster] = Math.min(Math.max(start, starts[cluster - 1] + 1), size - (count - cluster));
    }
    return starts;
  }

  /** The centroids, ascending; at most as many as were asked for. */
  float[] centroids() {
    return centroids.clone();
  }

  /** The index of the centroid nearest to {@code value}. */
  int nearest(final float value) {
    int low = 0;
    int high = borders.length;
    while (low < high) {
      final int middle = (low + high) >>> 1;
      if (value > borders[middle]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Different values in ascending order, with running sums. */
  private static final class Sorted {
    private final double[] values;
    private final double[] weights;
    private final double[] moments;

    private Sorted(final double[] values, final double[] weights, final double[] moments) {
      this.values = values;
      this.weights = weights;
      this.moments = moments;
    }

    static Sorted of(final float[] values, final float[] weights) {
      final long[] keys = new long[values.length];
      for (int index = 0; index < values.length; index++) {
        final int bits = Float.floatToIntBits(values[index] + 0f);
        keys[index] = (long) (bits < 0 ? bits ^ Integer.MAX_VALUE : bits) << Integer.SIZE | index;
      }
      Arrays.sort(keys);
      final double[] distinct = new double[values.length];
      final double[] running = new double[values.length + 1];
      final double[] moments = new double[values.length + 1];
      int size = 0;
      for (final long key : keys) {
        final int index = (int) key;
        final double value = values[index];
        if (size == 0 || distinct[size - 1] != value) {
          distinct[size] = value;
          running[size + 1] = running[size];
          moments[size + 1] = moments[size];
          size++;
        }
        running[size] += weights[index];
        moments[size] += weights[index] * value;
      }
      return new Sorted(Arrays.copyOf(distinct, size), Arrays.copyOf(running, size + 1), Arrays.copyOf(moments, size + 1));
    }

    int size() {
      return values.length;
    }

    double weight(final int from, final int to) {
      return weights[to] - weights[from];
    }

    double mean(final int from, final int to) {
      final double weight = weight(from, to);
      final double middle = values[(from + to - 1) / 2];
      return weight > 0 ? Math.min(Math.max((moments[to] - moments[from]) / weight, values[from]), values[to - 1]) : middle;
    }

    int firstAbove(final double border) {
      final int found = Arrays.binarySearch(values, border);
      return found < 0 ? -found - 1 : found + 1;
    }
  }
}
