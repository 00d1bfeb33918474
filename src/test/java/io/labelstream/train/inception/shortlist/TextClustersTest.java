package io.labelstream.train.inception.shortlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.inception.WordRules;
import io.labelstream.model.inception.WordRules.StopWords;
import io.labelstream.train.Workers;
import io.labelstream.train.cluster.LabelClusters;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.text.DividedTexts;
import io.labelstream.train.inception.text.TrainingTexts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextClustersTest {
  /** From which the centres start apart. */
  private static final long SEED = 3;

  @Test
  void shouldPutLabelsTogetherWhoseTextsShareRareWords() throws Exception {
    // Given
    final ExampleList texts = new ExampleList();
    for (int time = 0; time < 2; time++) {
      texts.add("the the the apple", "red").add("of of of apple", "sweet").add("the the the wheel", "round").add("of of of wheel", "fast");
    }
    for (int time = 0; time < 20; time++) {
      texts.add("the of", "other");
    }
    // When
    final LabelClusters clusters = clusters(texts, 2, 10);
    // Then
    assertThat(clusters.count()).isEqualTo(3);
    assertThat(cluster("red", clusters, texts)).isEqualTo(cluster("sweet", clusters, texts)).isNotEqualTo(cluster("round", clusters, texts));
    assertThat(cluster("round", clusters, texts)).isEqualTo(cluster("fast", clusters, texts));
  }

  @Test
  void shouldGiveFrequentLabelsClustersOfTheirOwn() throws Exception {
    // Given
    final ExampleList texts = new ExampleList().add("one", "often", "a").add("two", "often", "b").add("three", "often", "c");
    // When
    final LabelClusters clusters = clusters(texts, 1, 2);
    // Then
    assertThat(clusters.count()).isEqualTo(2);
    assertThat(clusters.clusterOf()).containsExactly(0, 1, 1, 1);
  }

  @Test
  void shouldRefuseMoreClustersThanLabels() {
    // Given
    final ExampleList texts = new ExampleList().add("one", "often", "a").add("two", "often", "b").add("three", "often", "c");
    // When / Then
    assertThatThrownBy(() -> clusters(texts, 4, 2)).isInstanceOf(TrainingDataException.class).hasMessage(
        "'examples.txt' has 4 labels, of which 1 have more than 2 texts and are clusters of their own; expected at least 4 others, one for each cluster: "
            + "lower --shortlist, or raise --shortlist-head");
  }

  private static LabelClusters clusters(final ExampleList texts, final int count, final int headTexts) throws Exception {
    try (Workers workers = new Workers(1)) {
      return TextClusters.of(training(texts), new ShortlistSettings(count, headTexts, 1, 0), texts.name(), SEED, workers);
    }
  }

  private static TrainingTexts training(final ExampleList texts) throws Exception {
    return DividedTexts.read(texts, Optional.empty(), new WordRules(StopWords.KEPT), 1, 0).all().training();
  }

  private static int cluster(final String label, final LabelClusters clusters, final ExampleList texts) throws Exception {
    final byte[] name = label.getBytes(StandardCharsets.UTF_8);
    final byte[][] names = training(texts).labels();
    return clusters.clusterOf()[Stream.iterate(0, place -> place + 1).filter(place -> Arrays.equals(names[place], name)).findFirst().orElseThrow()];
  }
}
