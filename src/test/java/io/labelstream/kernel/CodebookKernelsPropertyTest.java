package io.labelstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

/** Plain loops and vectors find the same centroids with the same bits, and no other centroid is nearer in doubles. */
class CodebookKernelsPropertyTest {
  private static final CodebookKernels SCALAR = new ScalarCodebookKernels();
  private static final CodebookKernels VECTOR = new VectorCodebookKernels();
  private static final double TOLERANCE = 1e-5;

  @Property(tries = 300)
  void shouldFindTheNearestCentroid(
      @ForAll @IntRange(min = 1, max = 200) final int count,
      @ForAll @IntRange(min = 1, max = 20) final int columns,
      @ForAll @IntRange(min = 1, max = 256) final int centroidCount,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int stride = CodebookKernels.padded(count);
    final float[] points = floats(random, stride * columns);
    final float[] centroids = floats(random, centroidCount * columns);
    final float[] halves = new float[centroidCount];
    for (int index = 0; index < centroids.length; index++) {
      halves[index / columns] += centroids[index] * centroids[index] / 2;
    }
    final int[] plainCodes = new int[stride];
    final int[] codes = new int[stride];
    final float[] plainScores = new float[stride];
    final float[] scores = new float[stride];
    // When
    SCALAR.nearest(points, stride, 0, count, columns, centroids, halves, plainCodes, plainScores);
    VECTOR.nearest(points, stride, 0, count, columns, centroids, halves, codes, scores);
    // Then
    assertThat(Arrays.copyOf(codes, count)).isEqualTo(Arrays.copyOf(plainCodes, count));
    for (int point = 0; point < count; point++) {
      assertThat(Float.floatToRawIntBits(scores[point])).isEqualTo(Float.floatToRawIntBits(plainScores[point]));
      final double chosen = distance(points, stride, point, centroids, codes[point], columns);
      for (int centroid = 0; centroid < centroidCount; centroid++) {
        assertThat(chosen).isLessThanOrEqualTo(distance(points, stride, point, centroids, centroid, columns) + TOLERANCE * columns);
      }
      assertThat(squared(points, stride, point, columns) - 2 * scores[point]).isCloseTo(chosen, Offset.offset(TOLERANCE * columns));
    }
  }

  private static double distance(
      final float[] points, final int stride, final int point, final float[] centroids, final int centroid, final int columns) {
    double sum = 0;
    for (int column = 0; column < columns; column++) {
      final double difference = (double) points[column * stride + point] - centroids[centroid * columns + column];
      sum += difference * difference;
    }
    return sum;
  }

  private static double squared(final float[] points, final int stride, final int point, final int columns) {
    return distance(points, stride, point, new float[columns], 0, columns);
  }

  private static float[] floats(final Random random, final int count) {
    final float[] floats = new float[count];
    for (int index = 0; index < count; index++) {
      floats[index] = 2 * random.nextFloat() - 1;
    }
    return floats;
  }
}
