package io.labelstream.train.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.train.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelClustersTest {
  private static final int LABELS = 24;
  private static final int TOPICS = 2;

  @Test
  void shouldPutSimilarLabelsTogether() throws InterruptedException {
    // When
    final LabelClusters clusters = clusters(0, TOPICS, 1);
    // Then
    for (int label = 0; label < LABELS; label++) {
      assertThat(clusters.clusterOf()[label]).isEqualTo(clusters.clusterOf()[label % TOPICS]);
    }
    assertThat(Arrays.copyOf(clusters.clusterOf(), TOPICS)).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void shouldGiveTheFirstLabelsClustersOfTheirOwn() throws InterruptedException {
    // When
    final LabelClusters clusters = clusters(5, 3, 1);
    // Then
    assertThat(clusters.count()).isEqualTo(8);
    assertThat(Arrays.copyOf(clusters.clusterOf(), 5)).containsExactly(0, 1, 2, 3, 4);
    assertThat(Arrays.copyOfRange(clusters.clusterOf(), 5, LABELS)).containsOnly(5, 6, 7).contains(5, 6, 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 23, 24})
  void shouldMakeAsManyClustersAsWantedOfAboutTheSameSize(final int wanted) throws InterruptedException {
    // When
    final LabelClusters clusters = clusters(0, wanted, 1);
    // Then
    final int[] sizes = new int[clusters.count()];
    Arrays.stream(clusters.clusterOf()).forEach(cluster -> sizes[cluster]++);
    final int least = Arrays.stream(sizes).min().orElseThrow();
    assertThat(sizes).hasSize(wanted);
    assertThat(least).isPositive();
    assertThat(Arrays.stream(sizes).max().orElseThrow()).isLessThanOrEqualTo(2 * least + 1);
  }

  @Test
  void shouldNotDependOnTheNumberOfThreads() throws InterruptedException {
    assertThat(clusters(2, 9, 3).clusterOf()).isEqualTo(clusters(2, 9, 1).clusterOf());
  }

  @ParameterizedTest
  @CsvSource({"0, 25", "20, 5", "0, 0", "25, 1"})
  void shouldRefuseMoreClustersThanLabelsAndNone(final int alone, final int others) {
    assertThatThrownBy(() -> clusters(alone, others, 1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected at least one");
  }

  /** Each label has two texts with the words of its topic, which other topics do not have, and a word of its own. */
  private static LabelClusters clusters(final int alone, final int others, final int threads) throws InterruptedException {
    final int texts = 2 * LABELS;
    final int[] words = IntStream.range(0, texts).flatMap(text -> IntStream.of(text % TOPICS, TOPICS + text % LABELS)).toArray();
    final float[] values = new float[words.length];
    Arrays.fill(values, 1);
    final FeatureMatrix features = new FeatureMatrix(IntStream.rangeClosed(0, texts).map(text -> 2 * text).toArray(), words, values, TOPICS + LABELS);
    final LabelMatrix labels = new LabelMatrix(IntStream.rangeClosed(0, texts).toArray(), IntStream.range(0, texts).map(text -> text % LABELS).toArray(), LABELS);
    try (Workers workers = new Workers(threads)) {
      return LabelClusters.of(features, labels, alone, others, 1, workers);
    }
  }
}
