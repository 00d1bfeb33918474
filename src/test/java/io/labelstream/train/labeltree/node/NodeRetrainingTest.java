package io.labelstream.train.labeltree.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.Workers;
import io.labelstream.train.cluster.FeatureMatrix;
import io.labelstream.train.cluster.LabelMatrix;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeRetrainingTest {
  private static final NodeWeights NONE = new NodeWeights(new int[0], new float[0], 0);
  private static final NodeSettings SETTINGS = new NodeSettings(NodeLoss.SQUARED_HINGE, 1, 1, 1e-4, 1000, 0, Negatives.SIBLINGS);
  /** A root with three labels, of which no text has the last. */
  private static final TreeShape SHAPE = TreeShape.of(new int[] {3, 0, 0, 0}, new int[] {0, 1, 2});
  private static final LabelMatrix LABELS = new LabelMatrix(new int[] {0, 1, 2, 3, 4}, new int[] {0, 1, 0, 1}, 3);
  private static final float[][] TEXTS = {{1, 0.5f, 0}, {0, 0.5f, 1}, {0.2f, 0.5f, 0.1f}, {0.3f, 0, 0.9f}};

  @Test
  void shouldWeighTheSameFeaturesAsBefore() throws InterruptedException {
    // Given
    final NodeWeights kept = new NodeWeights(new int[] {0, 2}, new float[] {7, 7}, 7);
    // When
    final NodeWeights[] again = retrain(TEXTS, NONE, kept, NONE, NONE);
    // Then
    final NodeWeights[] expected = retrain(without(1), NONE, kept, NONE, NONE);
    assertThat(again[1].features()).containsExactly(0, 2);
    assertThat(again[1].weights()).containsExactly(expected[1].weights(), offset(1e-3f));
    assertThat(again[1].bias()).isCloseTo(expected[1].bias(), offset(1e-3f));
    assertThat(again[1].weights()[0]).isPositive();
    assertThat(again[1].weights()[1]).isNegative();
    assertThat(again[2].features()).isEmpty();
  }

  @Test
  void shouldFindTheWeightsOfTrainingIfAllFeaturesAreKept() throws InterruptedException {
    // Given
    final NodeWeights all = new NodeWeights(new int[] {0, 1, 2}, new float[] {1, 1, 1}, 0);
    // When
    final NodeWeights[] again = retrain(TEXTS, NONE, all, all, NONE);
    // Then
    final NodeWeights[] trained;
    try (Workers workers = new Workers(1)) {
      trained = NodeTraining.train(matrix(TEXTS), LABELS, SHAPE, SETTINGS, 1, workers, _ -> {});
    }
    for (int node = 1; node <= 2; node++) {
      assertThat(again[node].weights()).containsExactly(trained[node].weights(), offset(1e-3f));
    }
  }

  @Test
  void shouldKeepTheClassifierOfALabelWithoutTexts() throws InterruptedException {
    // Given
    final NodeWeights former = new NodeWeights(new int[] {1}, new float[] {0.25f}, -3);
    // When
    final NodeWeights[] again = retrain(TEXTS, NONE, NONE, NONE, former);
    // Then
    assertThat(again[3]).isSameAs(former);
    assertThat(again[0]).isSameAs(NONE);
  }

  private static NodeWeights[] retrain(final float[][] texts, final NodeWeights... former) throws InterruptedException {
    try (Workers workers = new Workers(1)) {
      return NodeTraining.retrain(matrix(texts), LABELS, SHAPE, former, SETTINGS, 1, workers);
    }
  }

  private static float[][] without(final int feature) {
    return Arrays.stream(TEXTS).map(text -> {
      final float[] others = text.clone();
      others[feature] = 0;
      return others;
    }).toArray(float[][]::new);
  }

  private static FeatureMatrix matrix(final float[][] texts) {
    final int columns = texts[0].length;
    final int[] starts = new int[texts.length + 1];
    final int[] features = new int[texts.length * columns];
    final float[] values = new float[features.length];
    int count = 0;
    for (int text = 0; text < texts.length; text++) {
      for (final int feature : IntStream.range(0, columns).toArray()) {
        if (texts[text][feature] != 0) {
          features[count] = feature;
          values[count++] = texts[text][feature];
        }
      }
      starts[text + 1] = count;
    }
    return new FeatureMatrix(starts, Arrays.copyOf(features, count), Arrays.copyOf(values, count), columns);
  }
}
