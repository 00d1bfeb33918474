package io.labelstream.train.quantise;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.train.Workers;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Codebooks against a plain k-means in doubles. */
class KMeansTest {
  private static final int POINTS = 6000;
  private static final int CENTROIDS = 64;
  private static final int COLUMNS = 3;

  @Test
  void shouldReachTheErrorOfAPlainKMeans() {
    // Given
    final KMeans.Points points = points(POINTS, 1);
    // When
    final float[] centroids = centroids(points, CENTROIDS, 1);
    // Then
    final double plain = error(points, plainKMeans(points, new Random(5)));
    assertThat(error(points, centroids)).isLessThan(1.05 * plain);
  }

  @Test
  void shouldBeTheSameForAnyNumberOfThreads() {
    // Given
    final KMeans.Points points = points(3 * 4096 + 77, 2);
    // When
    final float[] alone = centroids(points, CENTROIDS, 1);
    final float[] together = centroids(points, CENTROIDS, 3);
    // Then
    assertThat(together).isEqualTo(alone);
  }

  @Test
  void shouldGiveEachDifferentPointACentroidWhenThereAreFew() {
    // Given
    final KMeans.Points points = KMeans.Points.of(40, 1);
    for (int point = 0; point < points.count(); point++) {
      points.coordinates()[point] = 1 + point % 20;
      points.weights()[point] = 1;
    }
    // When
    final float[] centroids = centroids(points, CENTROIDS, 1);
    // Then
    final float[] sorted = centroids.clone();
    Arrays.sort(sorted);
    for (int value = 1; value <= 20; value++) {
      assertThat(sorted[CENTROIDS - 21 + value]).isEqualTo(value);
    }
    assertThat(sorted[CENTROIDS - 21]).isZero();
  }

  @Test
  void shouldMindWeights() {
    // Given
    final KMeans.Points points = points(POINTS, 3);
    final KMeans.Points weighted = points(POINTS, 3);
    for (int point = 0; point < POINTS; point++) {
      weighted.weights()[point] = points.coordinates()[point] > 0 ? 100 : 1;
    }
    // When
    final float[] centroids = centroids(weighted, CENTROIDS, 1);
    // Then
    assertThat(error(weighted, centroids)).isLessThan(0.95 * error(weighted, centroids(points, CENTROIDS, 1)));
  }

  private static float[] centroids(final KMeans.Points points, final int count, final int threads) {
    try (Workers workers = new Workers(threads)) {
      return KMeans.centroids(points, count, 7, workers);
    }
  }

  private static KMeans.Points points(final int count, final long seed) {
    final Random random = new Random(seed);
    final KMeans.Points points = KMeans.Points.of(count, COLUMNS);
    for (int point = 0; point < count; point++) {
      points.weights()[point] = 1;
      for (int column = 0; column < COLUMNS; column++) {
        points.coordinates()[column * points.stride() + point] = (float) random.nextGaussian();
      }
    }
    return points;
  }

  private static float[] plainKMeans(final KMeans.Points points, final Random random) {
    final float[] centroids = new float[CENTROIDS * COLUMNS];
    for (int centroid = 0; centroid < CENTROIDS; centroid++) {
      points.copyTo(random.nextInt(points.count()), centroids, centroid);
    }
    for (int iteration = 0; iteration < 25; iteration++) {
      final double[] sums = new double[centroids.length];
      final int[] sizes = new int[CENTROIDS];
      for (int point = 0; point < points.count(); point++) {
        final int nearest = nearest(points, point, centroids);
        sizes[nearest]++;
        for (int column = 0; column < COLUMNS; column++) {
          sums[nearest * COLUMNS + column] += points.coordinates()[column * points.stride() + point];
        }
      }
      for (int index = 0; index < centroids.length; index++) {
        centroids[index] = sizes[index / COLUMNS] == 0 ? centroids[index] : (float) (sums[index] / sizes[index / COLUMNS]);
      }
    }
    return centroids;
  }

  private static int nearest(final KMeans.Points points, final int point, final float[] centroids) {
    int nearest = 0;
    for (int centroid = 1; centroid < centroids.length / COLUMNS; centroid++) {
      nearest = distance(points, point, centroids, centroid) < distance(points, point, centroids, nearest) ? centroid : nearest;
    }
    return nearest;
  }

  private static double error(final KMeans.Points points, final float[] centroids) {
    double error = 0;
    for (int point = 0; point < points.count(); point++) {
      error += points.weights()[point] * distance(points, point, centroids, nearest(points, point, centroids));
    }
    return error;
  }

  private static double distance(final KMeans.Points points, final int point, final float[] centroids, final int centroid) {
    double sum = 0;
    for (int column = 0; column < COLUMNS; column++) {
      final double difference = points.coordinates()[column * points.stride() + point] - (double) centroids[centroid * COLUMNS + column];
      sum += difference * difference;
    }
    return sum;
  }
}
