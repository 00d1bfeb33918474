package io.labelstream.train.quantise;

import io.labelstream.kernel.CodebookKernels;
import io.labelstream.train.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Lloyd's k-means for codebooks, started by k-means++ on a part of the points. FastText.zip, section 2; the number of iterations is that of the released code.
 *
 * <p>Sums are made over fixed ranges of points and added in their order, so that the result depends only on the points and the seed, not on the number of
 * threads. A cluster that becomes empty takes the point with the greatest share of the error.
 */
public final class KMeans {
  private static final int ITERATIONS = 25;
  private static final int POINTS_OF_TASK = 4096;
  /** K-means++ uses this many points for each centroid; more do not improve its start, and cost as much as an iteration each. */
  private static final int START_POINTS_PER_CENTROID = 32;

  private final CodebookKernels kernels = CodebookKernels.best();
  private final Points points;
  private final Workers workers;
  private final int[] codes;
  private final float[] scores;

  /**
   * Points with weights.
   *
   * @param coordinates column by column: coordinate {@code j} of point {@code i} at {@code j * stride + i}
   * @param count the number of points
   * @param stride {@link CodebookKernels#padded} {@code count}
   * @param columns the number of coordinates of a point
   * @param weights not negative, one for each point
   */
  record Points(float[] coordinates, int count, int stride, int columns, float[] weights) {
    static Points of(final int count, final int columns) {
      final int stride = CodebookKernels.padded(count);
      return new Points(new float[stride * columns], count, stride, columns, new float[count]);
    }

    void copyTo(final int point, final float[] target, final int index) {
      for (int column = 0; column < columns; column++) {
        target[index * columns + column] = coordinates[column * stride + point];
      }
    }

    double squared(final int point) {
      double sum = 0;
      for (int column = 0; column < columns; column++) {
        final double coordinate = coordinates[column * stride + point];
        sum += coordinate * coordinate;
      }
      return sum;
    }
  }

  private KMeans(final Points points, final Workers workers) {
    this.points = points;
    this.workers = workers;
    this.codes = new int[points.stride];
    this.scores = new float[points.stride];
  }

  /**
   * Finds {@code count} centroids with a small sum of weighted squared distances.
   *
   * @return the centroids one after the other; if there are fewer than {@code count} different points, each of these is a centroid and the rest are zero
   */
  static float[] centroids(final Points points, final int count, final long seed, final Workers workers) {
    final float[] centroids = new float[count * points.columns];
    final SplittableRandom random = new SplittableRandom(seed);
    int started = start(points, sample(points.count, count * START_POINTS_PER_CENTROID, random), random, centroids);
    if (started < count) {
      // The sample had too few different points.
      started = start(points, sample(points.count, points.count, random), random, centroids);
    }
    if (started == count) {
      new KMeans(points, workers).refine(centroids, count);
    } else {
      Arrays.fill(centroids, started * points.columns, centroids.length, 0);
    }
    return centroids;
  }

  /** Half the squared length of each centroid, as {@link CodebookKernels#nearest} takes it. */
  static float[] halves(final float[] centroids, final int columns) {
    final float[] halves = new float[centroids.length / columns];
    for (int index = 0; index < halves.length; index++) {
      double sum = 0;
      for (int column = 0; column < columns; column++) {
        final double coordinate = centroids[index * columns + column];
        sum += coordinate * coordinate;
      }
      halves[index] = (float) (sum / 2);
    }
    return halves;
  }

  /**
   * K-means++: each next centroid is one of the chosen points, drawn by its weighted squared distance to those before. Returns the number of centroids found:
   * equal points are drawn only once.
   */
  private static int start(final Points points, final int[] chosen, final SplittableRandom random, final float[] centroids) {
    final int count = centroids.length / points.columns;
    final double[] distances = new double[chosen.length];
    Arrays.fill(distances, 1);
    final double[] running = new double[chosen.length];
    for (int centroid = 0; centroid < count; centroid++) {
      double total = 0;
      for (int index = 0; index < chosen.length; index++) {
        total += distances[index] * points.weights[chosen[index]];
        running[index] = total;
      }
      if (!(total > 0)) {
        return centroid;
      }
      final double drawn = random.nextDouble() * total;
      final int found = Arrays.binarySearch(running, drawn);
      int index = found < 0 ? -found - 1 : found + 1;
      while (index > 0 && (index >= chosen.length || !(distances[index] * points.weights[chosen[index]] > 0))) {
        index--;
      }
      points.copyTo(chosen[index], centroids, centroid);
      for (int other = 0; other < chosen.length; other++) {
        final double distance = distance(points, chosen[other], centroids, centroid);
        distances[other] = centroid == 0 ? distance : Math.min(distances[other], distance);
      }
    }
    return count;
  }

  private static double distance(final Points points, final int point, final float[] centroids, final int centroid) {
    float sum = 0;
    for (int column = 0; column < points.columns; column++) {
      final float difference = points.coordinates[column * points.stride + point] - centroids[centroid * points.columns + column];
      sum += difference * difference;
    }
    return sum;
  }

  /** Different numbers below {@code of}, ascending: {@code most} of them, or all. */
  public static int[] sample(final int of, final int most, final SplittableRandom random) {
    final int[] chosen = new int[Math.min(of, most)];
    int taken = 0;
    for (int number = 0; taken < chosen.length; number++) {
      if (random.nextInt(of - number) < chosen.length - taken) {
        chosen[taken++] = number;
      }
    }
    return chosen;
  }

  private void refine(final float[] centroids, final int count) {
    final int columns = points.columns;
    final int tasks = (points.count + POINTS_OF_TASK - 1) / POINTS_OF_TASK;
    final double[][] sums = new double[tasks][count * columns];
    final double[][] weights = new double[tasks][count];
    final boolean[] changes = new boolean[tasks];
    Arrays.fill(codes, -1);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      final float[] halves = halves(centroids, columns);
      workers.forEach(tasks, task -> changes[task] = assign(task, centroids, halves, sums[task], weights[task]));
      boolean changed = false;
      for (int task = 0; task < tasks; task++) {
        changed |= changes[task];
        if (task > 0) {
          add(sums[task], sums[0]);
          add(weights[task], weights[0]);
        }
      }
      if (!changed) {
        return;
      }
      for (int centroid = 0; centroid < count; centroid++) {
        if (weights[0][centroid] > 0) {
          for (int at = centroid * columns; at < (centroid + 1) * columns; at++) {
            centroids[at] = (float) (sums[0][at] / weights[0][centroid]);
          }
        }
      }
      refill(centroids, weights[0]);
    }
  }

  private static void add(final double[] from, final double[] to) {
    for (int index = 0; index < to.length; index++) {
      to[index] += from[index];
    }
  }

  private boolean assign(final int task, final float[] centroids, final float[] halves, final double[] sums, final double[] weights) {
    final int from = task * POINTS_OF_TASK;
    final int to = Math.min(points.count, from + POINTS_OF_TASK);
    final int[] before = Arrays.copyOfRange(codes, from, to);
    kernels.nearest(points.coordinates, points.stride, from, to, points.columns, centroids, halves, codes, scores);
    Arrays.fill(sums, 0);
    Arrays.fill(weights, 0);
    boolean changed = false;
    for (int point = from; point < to; point++) {
      final int code = codes[point];
      changed |= code != before[point - from];
      final double weight = points.weights[point];
      weights[code] += weight;
      for (int column = 0; column < points.columns; column++) {
        sums[code * points.columns + column] += weight * points.coordinates[column * points.stride + point];
      }
    }
    return changed;
  }

  private void refill(final float[] centroids, final double[] weights) {
    for (int centroid = 0; centroid < weights.length; centroid++) {
      if (weights[centroid] > 0) {
        continue;
      }
      int worst = 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int point = 0; point < points.count; point++) {
        final double error = points.weights[point] * (points.squared(point) - 2 * scores[point]);
        if (error > most) {
          most = error;
          worst = point;
        }
      }
      points.copyTo(worst, centroids, centroid);
      // The point has no error now, so the next empty cluster takes another one.
      scores[worst] = (float) (points.squared(worst) / 2);
    }
  }
}
