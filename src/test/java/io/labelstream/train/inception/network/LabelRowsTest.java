package io.labelstream.train.inception.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.model.inception.Affine;
import io.labelstream.model.inception.InceptionShape;
import io.labelstream.train.Workers;
import io.labelstream.train.inception.network.NetworkSettings.EnhancementKind;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LabelRowsTest {
  private static final int LABELS = 5;
  private static final int FEATURES = InceptionShape.CHANNELS;
  private static final int[][] LISTED = {{0, 1, 3}, {4}};
  private static final int[][] KNOWN = {{3}, {4}};
  private static final float STEP = 1e-2f;
  private final SplittableRandom random = new SplittableRandom(1);
  private final float[] vectors = StartWeights.uniform(2 * FEATURES, 1f, random);

  @Test
  void shouldGiveTheGradientOfTheLoss() {
    try (Workers workers = new Workers(1)) {
      // When
      final LabelRows.Answer answer = rows(0, workers).learn(vectors, LISTED, KNOWN, 0);
      // Then
      for (int at = 0; at < vectors.length; at++) {
        final float[] more = vectors.clone();
        more[at] += STEP;
        final float[] less = vectors.clone();
        less[at] -= STEP;
        final double slope = (rows(0, workers).learn(more, LISTED, KNOWN, 0).loss() - rows(0, workers).learn(less, LISTED, KNOWN, 0).loss()) / (2 * STEP);
        assertThat((double) answer.gradient()[at]).isCloseTo(slope, within(1e-4));
      }
    }
  }

  @Test
  void shouldTrainTheLabelsThatAreListedAlone() {
    try (Workers workers = new Workers(1)) {
      // Given
      final LabelRows rows = rows(0, workers);
      final Affine before = rows.heap();
      // When
      final double first = rows.learn(vectors, LISTED, KNOWN, 0.01f).loss();
      // Then
      final Affine after = rows.heap();
      assertThat(after.bias()[2]).isEqualTo(before.bias()[2]);
      assertThat(after.bias()[3]).isGreaterThan(before.bias()[3]);
      assertThat(after.bias()[0]).isLessThan(before.bias()[0]);
      assertThat(rows.learn(vectors, LISTED, KNOWN, 0).loss()).isLessThan(first);
    }
  }

  @Test
  void shouldLeaveLabelsAloneThatAreImprobableEnough() {
    try (Workers workers = new Workers(1)) {
      // Given
      final LabelRows rows = rows(-20, workers);
      // When
      rows.learn(vectors, LISTED, KNOWN, 0.01f);
      // Then
      assertThat(rows.heap().bias()[0]).isEqualTo(-20);
      assertThat(rows.heap().bias()[3]).isGreaterThan(-20);
    }
  }

  private static LabelRows rows(final float bias, final Workers workers) {
    final float[] biases = new float[LABELS];
    Arrays.fill(biases, bias);
    return new LabelRows(biases, new NetworkSettings(new InceptionShape(InceptionShape.LEAST_WIDTH), EnhancementKind.NONE, 0, 0, 0, 0), workers, new SplittableRandom(2));
  }
}
