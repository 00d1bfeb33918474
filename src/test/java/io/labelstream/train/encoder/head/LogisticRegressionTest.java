package io.labelstream.train.encoder.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class LogisticRegressionTest {
  private static final int LABELS = 3;
  private static final int DIMENSIONS = 4;

  @Test
  void shouldEndWhereTheGradientIsZero() {
    // Given
    final LabelledVectors texts = random(60);
    final float[] prior = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};
    final double penalty = 0.5;

    // When
    final LinearMap map = LogisticRegression.fit(texts, LABELS, prior, penalty);

    // Then
    final float[] margins = map.margins(texts.vectors());
    for (int label = 0; label < LABELS; label++) {
      for (int d = 0; d < DIMENSIONS; d++) {
        double gradient = penalty * (map.rows()[label * DIMENSIONS + d] - prior[label * DIMENSIONS + d]);
        for (int text = 0; text < texts.count(); text++) {
          final double probability = Math.exp(margins[text * LABELS + label] - MarginScale.logSum(margins, text, LABELS, 1));
          gradient += (probability - (texts.labels()[text] == label ? 1 : 0)) * texts.vectors().values()[text * DIMENSIONS + d];
        }
        assertThat(gradient).isCloseTo(0, within(0.02));
      }
    }
  }

  @Test
  void shouldStayAtThePriorWhenThePenaltyIsHuge() {
    // Given
    final float[] prior = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    // When
    final LinearMap map = LogisticRegression.fit(random(30), LABELS, prior, 1e6);

    // Then
    assertThat(map.rows()).containsExactly(prior, within(1e-3f));
  }

  @Test
  void shouldLearnHowFrequentLabelsAreWhenVectorsTellNothing() {
    // Given
    final LabelledVectors texts = new LabelledVectors(new Vectors(4, 1, new float[4]), new int[] {0, 0, 0, 1}, 0);

    // When
    final LinearMap map = LogisticRegression.fit(texts, 2, new float[2], 0.01);

    // Then
    assertThat(map.bias()[0] - map.bias()[1]).isCloseTo((float) Math.log(3), within(0.01f));
  }

  private static LabelledVectors random(final int count) {
    final Random random = new Random(1);
    final float[] values = new float[count * DIMENSIONS];
    final int[] labels = new int[count];
    for (int text = 0; text < count; text++) {
      labels[text] = random.nextInt(LABELS);
      for (int d = 0; d < DIMENSIONS; d++) {
        values[text * DIMENSIONS + d] = (float) random.nextGaussian() + (d == labels[text] ? 1 : 0);
      }
    }
    return new LabelledVectors(new Vectors(count, DIMENSIONS, values), labels, 0);
  }
}
