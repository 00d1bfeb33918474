package io.labelstream.train.encoder.distil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.train.Workers;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  private static final int WIDTH = 6;
  private static final int TEXTS = 500;

  @Test
  void shouldKeepVectorsThatLieInAPlane() {
    // Given
    final HalfVectors vectors = plane(0);

    // When
    final Projection projection = projection(vectors, Projection.Kind.SVD, 0, 1);

    // Then
    assertThat(projection.kept()).isCloseTo(1, within(1e-5));
    final UnitVectors before = UnitVectors.of(vectors, TEXTS);
    final UnitVectors after = unit(projection, vectors);
    for (int row = 1; row < TEXTS; row++) {
      assertThat(after.dot(row - 1, row)).isCloseTo(before.dot(row - 1, row), within(2e-3));
    }
  }

  @Test
  void shouldPutTheGreatestDirectionFirst() {
    // When
    final Projection projection = projection(plane(0), Projection.Kind.SVD, 0, 1);

    // Then
    assertThat(Math.abs(projection.rows()[1][0])).isCloseTo(1, within(0.02f));
    assertThat(Math.abs(projection.rows()[4][1])).isCloseTo(1, within(0.02f));
  }

  @Test
  void shouldSubtractTheMeanIfAskedTo() {
    // When
    final Projection projection = projection(plane(8), Projection.Kind.PCA, 0, 1);

    // Then
    assertThat(projection.mean()[0]).isCloseTo(8, within(0.01f));
    assertThat(Math.abs(projection.rows()[1][0])).isCloseTo(1, within(0.02f));
  }

  @Test
  void shouldMakeDimensionsAlikeByAPowerOfTheirSingularValues() {
    // When
    final Projection plain = projection(plane(0), Projection.Kind.SVD, 0, 1);
    final Projection alike = projection(plane(0), Projection.Kind.SVD, 1, 1);

    // Then the first direction is some three times as long as the second
    assertThat(alike.rows()[1][0]).isEqualTo(plain.rows()[1][0]);
    assertThat(alike.rows()[4][1] / plain.rows()[4][1]).isCloseTo(3, within(0.3f));
  }

  @Test
  void shouldNotDependOnThreads() {
    // When
    final Projection one = projection(plane(0), Projection.Kind.SVD, 0.3, 1);
    final Projection two = projection(plane(0), Projection.Kind.SVD, 0.3, 2);

    // Then
    assertThat(two.rows()).isDeepEqualTo(one.rows());
  }

  private static Projection projection(final HalfVectors vectors, final Projection.Kind kind, final double whitening, final int threads) {
    try (Workers workers = new Workers(threads)) {
      return Projection.fit(vectors, kind, 2, whitening, workers);
    }
  }

  private static UnitVectors unit(final Projection projection, final HalfVectors vectors) {
    try (Workers workers = new Workers(1)) {
      return projection.unit(vectors, workers);
    }
  }

  /** Vectors of normal numbers in column 1, of a third of their size in column 4, and of a constant in column 0. */
  private static HalfVectors plane(final float constant) {
    final HalfVectors vectors = new HalfVectors(WIDTH);
    final Random random = new Random(5);
    final short[] chunk = new short[TEXTS * WIDTH];
    for (int row = 0; row < TEXTS; row++) {
      chunk[row * WIDTH] = Float.floatToFloat16(constant);
      chunk[row * WIDTH + 1] = Float.floatToFloat16((float) random.nextGaussian());
      chunk[row * WIDTH + 4] = Float.floatToFloat16((float) (random.nextGaussian() / 3));
    }
    vectors.add(chunk);
    return vectors;
  }
}
