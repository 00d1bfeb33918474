package io.labelstream.train.encoder.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MarginScaleTest {
  @Test
  void shouldFindTheFactorThatLabelsWereDrawnWith() {
    // Given
    final Random random = new Random(3);
    final float[] margins = new float[2 * 20_000];
    final int[] known = new int[20_000];
    for (int text = 0; text < known.length; text++) {
      margins[2 * text] = (float) random.nextGaussian();
      known[text] = random.nextDouble() < 1 / (1 + Math.exp(-4 * margins[2 * text])) ? 0 : 1;
    }

    // When
    final double scale = MarginScale.fit(margins, 2, known);

    // Then
    assertThat(scale).isCloseTo(4, within(0.15));
  }

  @Test
  void shouldGiveLossAndAccuracyWhenAllMarginsAreFarBelowZero() {
    // Given
    final float[] margins = {-900, -902, -905, -904};
    final int[] known = {1, 1};

    // When
    final double loss = MarginScale.logLoss(margins, 2, known, 2);

    // Then
    assertThat(loss).isCloseTo((Math.log1p(Math.exp(-4)) + 4 + Math.log1p(Math.exp(-2))) / 2, within(1e-4));
    assertThat(MarginScale.accuracy(margins, 2, known)).isEqualTo(0.5);
  }

  @Test
  void shouldPutTheThresholdWhereBothKindsOfTextsAreEquallyLikely() {
    // Given
    final double[] known = IntStream.range(0, 100).mapToDouble(text -> 6 + text % 5).toArray();
    final double[] others = IntStream.range(0, 20).mapToDouble(text -> -2 - text % 5).toArray();

    // When
    final double threshold = OtherThreshold.between(known, others, 1);

    // Then
    assertThat(threshold).isCloseTo(2, within(0.1));
  }

  @Test
  void shouldPutTheThresholdBelowAllButOneInTwenty() {
    // Given
    final double[] best = IntStream.range(0, 100).mapToDouble(text -> 99 - text).toArray();

    // When
    final double threshold = OtherThreshold.below(best);

    // Then
    assertThat(threshold).isEqualTo(5);
  }
}
