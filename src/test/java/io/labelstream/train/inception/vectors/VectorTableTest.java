package io.labelstream.train.inception.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.model.matrix.FloatMatrix;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VectorTableTest {
  private static final int WIDTH = 64;

  @Test
  void shouldBringVectorsToTheSizeOfRandomOnes() {
    // Given
    final VectorTable table = new VectorTable(3, WIDTH);
    table.set(1, filled(30));
    table.set(2, filled(-10));
    // When
    final FloatMatrix all = table.matrix(new SplittableRandom(1));
    // Then the mean square is that of numbers from -0.25 to 0.25
    final float factor = all.values()[WIDTH] / 30;
    assertThat((900 + 100) / 2.0 * factor * factor).isCloseTo(0.25 * 0.25 / 3, within(1e-6));
    assertThat(Arrays.copyOfRange(all.values(), WIDTH, 2 * WIDTH)).containsOnly(30 * factor);
    assertThat(Arrays.copyOfRange(all.values(), 2 * WIDTH, 3 * WIDTH)).containsOnly(-10 * factor);
    for (int column = 0; column < WIDTH; column++) {
      assertThat(all.values()[column]).isBetween(-0.25f, 0.25f).isNotZero();
    }
  }

  @Test
  void shouldGiveRandomNumbersToAWordWhoseVectorIsZero() {
    // Given
    final VectorTable table = new VectorTable(1, WIDTH);
    table.set(0, new float[WIDTH]);
    // When
    final FloatMatrix all = table.matrix(new SplittableRandom(1));
    // Then
    assertThat(table.known()).isZero();
    assertThat(all.values()).doesNotContain(0f, Float.NaN);
  }

  private static float[] filled(final float value) {
    final float[] vector = new float[WIDTH];
    Arrays.fill(vector, value);
    return vector;
  }
}
