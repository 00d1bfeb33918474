package io.labelstream.train.quantise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Scalar codebooks against the best ones, which dynamic programming finds. */
class ScalarQuantizerPropertyTest {

  @Property(tries = 200)
  void shouldFindTheNearestCentroid(@ForAll @IntRange(min = 1, max = 300) final int size, @ForAll @IntRange(min = 1, max = 40) final int count, @ForAll final long seed) {
    // Given
    final float[] values = values(size, seed);
    final ScalarQuantizer quantizer = ScalarQuantizer.train(values, ones(size), count);
    final float[] centroids = quantizer.centroids();
    for (final float value : values) {
      // When
      final int nearest = quantizer.nearest(value);
      // Then
      for (final float centroid : centroids) {
        assertThat(Math.abs(value - centroids[nearest])).isLessThanOrEqualTo(Math.abs(value - centroid) + 1e-6f);
      }
    }
  }

  @Property(tries = 60)
  void shouldComeNearTheLeastError(@ForAll @IntRange(min = 60, max = 120) final int size, @ForAll @IntRange(min = 2, max = 12) final int count, @ForAll final long seed) {
    // Given
    final float[] values = values(size, seed);
    // When
    final ScalarQuantizer quantizer = ScalarQuantizer.train(values, ones(size), count);
    // Then
    double error = 0;
    for (final float value : values) {
      final double distance = (double) value - quantizer.centroids()[quantizer.nearest(value)];
      error += distance * distance;
    }
    assertThat(error).isLessThan(2.5 * leastError(values, count) + 1e-9);
  }

  @Property(tries = 50)
  void shouldKeepFewDifferentValues(@ForAll @IntRange(min = 1, max = 20) final int different, @ForAll final long seed) {
    // Given
    final float[] few = values(different, seed);
    final float[] values = new float[5 * different];
    for (int index = 0; index < values.length; index++) {
      values[index] = few[index % different];
    }
    // When
    final ScalarQuantizer quantizer = ScalarQuantizer.train(values, ones(values.length), different);
    // Then
    for (final float value : values) {
      assertThat(quantizer.centroids()[quantizer.nearest(value)]).isEqualTo(value);
    }
  }

  private static float[] values(final int size, final long seed) {
    final Random random = new Random(seed);
    final float[] values = new float[size];
    for (int index = 0; index < size; index++) {
      values[index] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] ones(final int size) {
    final float[] ones = new float[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double leastError(final float[] values, final int count) {
    final float[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] least = new double[sorted.length + 1];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    least[0] = 0;
    for (int cluster = 0; cluster < count; cluster++) {
      final double[] next = new double[sorted.length + 1];
      Arrays.fill(next, Double.POSITIVE_INFINITY);
      next[0] = 0;
      for (int to = 1; to <= sorted.length; to++) {
        double sum = 0;
        double squares = 0;
        for (int from = to - 1; from >= 0; from--) {
          sum += sorted[from];
          squares += (double) sorted[from] * sorted[from];
          next[to] = Math.min(next[to], least[from] + squares - sum * sum / (to - from));
        }
      }
      least = next;
    }
    return least[sorted.length];
  }
}
