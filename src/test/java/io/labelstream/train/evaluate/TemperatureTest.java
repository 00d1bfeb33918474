package io.labelstream.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureTest {
  private static final int LABELS = 5;
  private static final int TEXTS = 20_000;

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2.5})
  void shouldFindTheTemperatureThatTheLogitsWereMultipliedBy(final double temperature) {
    // Given
    final Random random = new Random(11);
    final float[] probabilities = new float[TEXTS * LABELS];
    final int[] known = new int[TEXTS];
    for (int text = 0; text < TEXTS; text++) {
      final double[] logits = random.doubles(LABELS, -2, 2).toArray();
      known[text] = drawn(softmax(logits, 1), random.nextDouble());
      final double[] told = softmax(logits, temperature);
      for (int label = 0; label < LABELS; label++) {
        probabilities[text * LABELS + label] = (float) told[label];
      }
    }

    // When
    final Temperature found = Temperature.fit(probabilities, LABELS, known);

    // Then
    assertThat(found.value()).isCloseTo(temperature, within(0.05 * temperature));
    assertThat(found.logLossAfter()).isLessThanOrEqualTo(found.logLossBefore() + 1e-9);
  }

  @Test
  void shouldTellTheLogLossOfTheProbabilitiesAsTheyAre() {
    assertThat(Temperature.fit(new float[] {0.75f, 0.25f, 0.5f, 0.5f}, 2, new int[] {0, 1}).logLossBefore())
        .isCloseTo(-(Math.log(0.75) + Math.log(0.5)) / 2, within(1e-6));
  }

  @Test
  void shouldRefuseFewerProbabilitiesThanTexts() {
    assertThatThrownBy(() -> Temperature.fit(new float[3], 2, new int[2])).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 probabilities of 2 labels, and 2 texts");
  }

  private static double[] softmax(final double[] logits, final double factor) {
    final double[] result = new double[logits.length];
    double sum = 0;
    for (int label = 0; label < logits.length; label++) {
      result[label] = Math.exp(logits[label] * factor);
      sum += result[label];
    }
    for (int label = 0; label < logits.length; label++) {
      result[label] /= sum;
    }
    return result;
  }

  private static int drawn(final double[] probabilities, final double at) {
    double sum = 0;
    for (int label = 0; label < probabilities.length - 1; label++) {
      sum += probabilities[label];
      if (at < sum) {
        return label;
      }
    }
    return probabilities.length - 1;
  }
}
