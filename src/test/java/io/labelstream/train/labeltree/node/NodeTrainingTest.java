package io.labelstream.train.labeltree.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.Workers;
import io.labelstream.train.cluster.FeatureMatrix;
import io.labelstream.train.cluster.LabelMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeTrainingTest {
  /** A root with two nodes, which have the labels 0 to 2 and 3 to 4. */
  private static final TreeShape TWO_LEVELS = TreeShape.of(new int[] {2, 3, 2, 0, 0, 0, 0, 0}, new int[] {0, 1, 2, 3, 4});

  private static final NodeSettings SETTINGS = new NodeSettings(NodeLoss.SQUARED_HINGE, 1, 1, 0.1, 100, 0, Negatives.SIBLINGS);

  @Test
  void shouldTellTheTextsOfSiblingsApart() throws InterruptedException {
    // Given
    final LabelMatrix labels = oneEach(0, 1, 2, 3, 4, 0, 1, 2, 3, 4);
    // When
    final NodeWeights[] nodes = train(labels, TWO_LEVELS, SETTINGS, 1);
    // Then
    for (int label = 0; label < 5; label++) {
      final NodeWeights node = nodes[TWO_LEVELS.terminal(label)];
      assertThat(weight(node, label) + node.bias()).isPositive();
      assertThat(node.bias()).isNegative();
    }
    assertThat(nodes[0].features()).isEmpty();
  }

  @Test
  void shouldLearnFromTheTextsOfTheParentOnly() throws InterruptedException {
    // Given
    final LabelMatrix labels = oneEach(0, 1, 2, 3, 4);
    // When
    final NodeWeights[] nodes = train(labels, TWO_LEVELS, SETTINGS, 1);
    // Then
    assertThat(nodes[TWO_LEVELS.terminal(0)].features()).containsExactly(0, 1, 2);
    assertThat(nodes[TWO_LEVELS.terminal(4)].features()).containsExactly(3, 4);
    assertThat(nodes[1].features()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void shouldLearnFromTheTextsThatComeByMistakeWhenMatched() throws InterruptedException {
    // Given
    final NodeSettings matched = new NodeSettings(NodeLoss.SQUARED_HINGE, 1, 1, 0.1, 100, 0, Negatives.MATCHED);
    // When
    final NodeWeights[] nodes = train(oneEach(0, 1, 2, 3, 4), TWO_LEVELS, matched, 1);
    // Then
    assertThat(nodes[TWO_LEVELS.terminal(0)].features()).containsExactly(0, 1, 2, 3, 4);
    assertThat(weight(nodes[TWO_LEVELS.terminal(0)], 3)).isNegative();
  }

  @Test
  void shouldBeSureOfALabelThatEveryTextHasAndOfOneThatNoneHas() throws InterruptedException {
    // Given
    final LabelMatrix labels = new LabelMatrix(new int[] {0, 2, 4}, new int[] {0, 1, 0, 3}, 5);
    // When
    final NodeWeights[] nodes = train(labels, TWO_LEVELS, SETTINGS, 1);
    // Then
    assertThat(SETTINGS.loss().link().cost(nodes[TWO_LEVELS.terminal(0)].bias())).isZero();
    assertThat(SETTINGS.loss().link().cost(nodes[TWO_LEVELS.terminal(2)].bias())).isGreaterThan(100);
    assertThat(nodes[TWO_LEVELS.terminal(2)].features()).isEmpty();
  }

  @Test
  void shouldBeSureOfAnOnlyChild() throws InterruptedException {
    // Given
    final TreeShape only = TreeShape.of(new int[] {1, 0}, new int[] {0});
    // When
    final NodeWeights[] nodes = train(oneEach(0, 0, 0), only, SETTINGS, 1);
    // Then
    assertThat(SETTINGS.loss().link().cost(nodes[1].bias())).isZero();
  }

  @Test
  void shouldDropFeaturesOfSmallWeights() throws InterruptedException {
    // Given
    final LabelMatrix labels = oneEach(0, 1, 2, 3, 4, 0, 0, 1, 4);
    final NodeWeights[] all = train(labels, TWO_LEVELS, SETTINGS, 1);
    final NodeSettings dropping = new NodeSettings(NodeLoss.SQUARED_HINGE, 1, 1, 0.1, 100, 0.7, Negatives.SIBLINGS);
    // When
    final NodeWeights[] nodes = train(labels, TWO_LEVELS, dropping, 1);
    // Then
    int dropped = 0;
    for (int node = 1; node < nodes.length; node++) {
      final NodeWeights complete = all[node];
      assertThat(nodes[node].features())
          .isEqualTo(IntStream.of(complete.features()).filter(feature -> Math.abs(weight(complete, feature)) >= 0.7).toArray());
      dropped += complete.features().length - nodes[node].features().length;
    }
    assertThat(dropped).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeTheSameForAnyNumberOfThreads(final Negatives negatives) throws InterruptedException {
    // Given
    final NodeSettings settings = new NodeSettings(NodeLoss.SQUARED_HINGE, 1, 1, 0.1, 100, 0, negatives);
    final Random random = new Random(1);
    final int[] of = random.ints(2000, 0, 5).toArray();
    // When
    final NodeWeights[] alone = train(oneEach(of), TWO_LEVELS, settings, 1);
    final NodeWeights[] together = train(oneEach(of), TWO_LEVELS, settings, 4);
    // Then
    for (int node = 0; node < alone.length; node++) {
      assertThat(together[node]).usingRecursiveComparison().isEqualTo(alone[node]);
    }
  }

  @Test
  void shouldTellItsProgress() throws InterruptedException {
    // Given
    final LabelMatrix labels = oneEach(0, 1, 2, 3, 4);
    final List<Double> progress = new ArrayList<>();
    // When
    try (Workers workers = new Workers(1)) {
      NodeTraining.train(features(labels), labels, TWO_LEVELS, SETTINGS, 0, workers, progress::add);
    }
    // Then
    assertThat(progress).isSorted().last().isEqualTo(1.0);
  }

  @Test
  void shouldStopWhenInterrupted() {
    // Given
    Thread.currentThread().interrupt();
    // When / Then
    assertThatThrownBy(() -> train(oneEach(0, 1, 2, 3, 4), TWO_LEVELS, SETTINGS, 2)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  private static NodeWeights[] train(final LabelMatrix labels, final TreeShape shape, final NodeSettings settings, final int threads)
      throws InterruptedException {
    try (Workers workers = new Workers(threads)) {
      return NodeTraining.train(features(labels), labels, shape, settings, 0, workers, fraction -> {});
    }
  }

  /** A label for each text. */
  private static LabelMatrix oneEach(final int... labels) {
    final int[] starts = new int[labels.length + 1];
    for (int text = 0; text < labels.length; text++) {
      starts[text + 1] = text + 1;
    }
    return new LabelMatrix(starts, labels, 5);
  }

  /** For each text one feature, which is its first label. */
  private static FeatureMatrix features(final LabelMatrix labels) {
    final int texts = labels.rows();
    final int[] starts = new int[texts + 1];
    final int[] features = new int[texts];
    final float[] values = new float[texts];
    for (int text = 0; text < texts; text++) {
      starts[text + 1] = text + 1;
      features[text] = labels.labels()[labels.starts()[text]];
      values[text] = 1;
    }
    return new FeatureMatrix(starts, features, values, labels.count());
  }

  private static float weight(final NodeWeights node, final int feature) {
    for (int at = 0; at < node.features().length; at++) {
      if (node.features()[at] == feature) {
        return node.weights()[at];
      }
    }
    return 0;
  }
}
