package io.labelstream.train.encoder.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.model.encoder.VectorOutput.Dense;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RidgeStartTest {
  private static final int WIDTH = 5;
  private static final int TEXTS = 400;

  @Test
  void shouldFindTheMapThatTargetsWereMadeBy() {
    // Given
    final float[] inputs = inputs();
    final float[] targets = new float[TEXTS * 2];
    for (int text = 0; text < TEXTS; text++) {
      targets[2 * text] = 3 * inputs[text * WIDTH] - inputs[text * WIDTH + 4] + 7;
      targets[2 * text + 1] = 2 * inputs[text * WIDTH + 2] - 1;
    }

    // When
    final Dense map = RidgeStart.fit(inputs, WIDTH, targets, 2);

    // Then
    assertThat(map.weight().values()).containsExactly(new float[] {3, 0, 0, 0, -1, 0, 0, 2, 0, 0}, within(0.02f));
    assertThat(map.bias()).containsExactly(new float[] {7, -1}, within(0.02f));
    assertThat(RidgeStart.apply(map, inputs, 0)).containsExactly(new float[] {targets[0], targets[1]}, within(0.03f));
  }

  @Test
  void shouldStayFiniteIfInputsAreAlike() {
    // When
    final Dense map = RidgeStart.fit(new float[TEXTS * WIDTH], WIDTH, new float[TEXTS * 2], 2);

    // Then
    for (final float weight : map.weight().values()) {
      assertThat(weight).isFinite();
    }
  }

  private static float[] inputs() {
    final Random random = new Random(5);
    final float[] inputs = new float[TEXTS * WIDTH];
    for (int at = 0; at < inputs.length; at++) {
      inputs[at] = (float) random.nextGaussian();
    }
    return inputs;
  }
}
