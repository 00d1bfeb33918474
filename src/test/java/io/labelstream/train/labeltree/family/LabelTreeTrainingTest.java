package io.labelstream.train.labeltree.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.labeltree.FeatureSettings;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.Link;
import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.SearchRule;
import io.labelstream.model.labeltree.SparseTerms;
import io.labelstream.model.labeltree.Weighting;
import io.labelstream.train.Progress;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamilies;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.ExampleConsumer;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TextForm;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.labeltree.node.Negatives;
import io.labelstream.train.labeltree.node.NodeLoss;
import io.labelstream.train.labeltree.tree.TreeKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTreeTrainingTest {
  private static final int LABELS = 60;
  private static final Settings SMALL_LEAVES = Settings.usual().with(Settings.THREADS, 2).with(LabelTreeSettings.LEAF_LABELS, 4);

  @Test
  void shouldBeFoundByItsName() {
    assertThat(TrainableFamilies.find("labeltree")).containsInstanceOf(LabelTreeTraining.class);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLearnTheWordsOfLabels(final TreeKind kind) throws Exception {
    // Given
    final Settings settings = SMALL_LEAVES.with(LabelTreeSettings.TREE, kind).with(LabelTreeSettings.ARITY, 4);
    // When
    final LabelTreeModel model = train(texts(2000), settings);
    // Then
    assertKnown(model);
    assertThat(model.texts()).isEqualTo(2000);
    assertThat(model.link()).isEqualTo(Link.CUBED_HINGE);
    assertThat(model.search()).isEqualTo(new SearchRule.BestFirst());
  }

  @Test
  void shouldPutDozensOfLabelsBelowOneNodeUnlessToldOtherwise() throws Exception {
    // When
    final LabelTreeModel model = train(texts(2000), Settings.usual());
    // Then
    assertThat(model.trees()).singleElement().satisfies(tree -> assertThat(tree.shape().depth()).isEqualTo(1));
    assertKnown(model);
  }

  @Test
  void shouldLearnWithEveryOtherChoice() throws Exception {
    // Given
    final Settings settings = SMALL_LEAVES.with(LabelTreeSettings.LOSS, NodeLoss.LOGISTIC).with(LabelTreeSettings.COST, 10.0)
        .with(LabelTreeSettings.NEGATIVES, Negatives.MATCHED).with(LabelTreeSettings.LAMBDA, 0.5).with(LabelTreeSettings.SEARCH, SearchKind.BEAM)
        .with(LabelTreeSettings.BEAM, 7).with(LabelTreeSettings.WORD_NGRAMS, 2).with(LabelTreeSettings.WEIGHTING, Weighting.BINARY);
    // When
    final LabelTreeModel model = train(texts(2000), settings);
    // Then
    assertKnown(model);
    assertThat(model.link()).isEqualTo(Link.SIGMOID);
    assertThat(model.search()).isEqualTo(new SearchRule.Beam(7));
  }

  @Test
  void shouldTrainDifferentTrees() throws Exception {
    // Given
    final Settings settings = SMALL_LEAVES.with(LabelTreeSettings.TREES, 3);
    // When
    final LabelTreeModel model = train(texts(2000), settings);
    // Then
    assertThat(model.trees()).hasSize(3);
    assertThat(model.trees()).extracting(tree -> pathsOf(tree.shape().labels(), tree.shape()::terminal)).doesNotHaveDuplicates();
    assertKnown(model);
  }

  @Test
  void shouldBeTheSameForAnyNumberOfThreads() throws Exception {
    // When
    final LabelTreeModel alone = train(texts(500), SMALL_LEAVES.with(Settings.THREADS, 1));
    final LabelTreeModel together = train(texts(500), SMALL_LEAVES.with(Settings.THREADS, 3));
    // Then
    assertThat(together).usingRecursiveComparison().isEqualTo(alone);
  }

  @Test
  void shouldLearnFromGivenFeaturesWhenToldSo() throws Exception {
    // When
    final LabelTreeModel model = train(sparse(), SMALL_LEAVES.with(LabelTreeSettings.FEATURES, FeatureSource.SPARSE));
    // Then
    assertThat(PlainScores.best(model, "7:0.5 2:2")).isEqualTo("l2");
    assertThat(PlainScores.best(model, "0:3")).isEqualTo("l0");
  }

  @Test
  void shouldLearnFromGivenFeaturesWhenTheDataHaveThem() throws Exception {
    // When
    final LabelTreeModel model = train(given(sparse()), SMALL_LEAVES);
    // Then
    assertThat(model.features().settings()).isEqualTo(new FeatureSettings(new SparseTerms(), Weighting.UNIT));
    assertThat(PlainScores.best(model, "7:0.5 2:2")).isEqualTo("l2");
  }

  @Test
  void shouldRefuseNgramsOfDataThatHaveFeatures() {
    // Given
    final ExampleSource examples = given(sparse());
    // When / Then
    assertThatThrownBy(() -> train(examples, SMALL_LEAVES.with(LabelTreeSettings.WORD_NGRAMS, 2))).isInstanceOf(TrainingDataException.class)
        .hasMessageStartingWith("'examples.txt' has sparse features: n-grams or buckets are asked for");
  }

  /** Texts with a feature of their label, and one of all. */
  private static ExampleList sparse() {
    final ExampleList examples = new ExampleList();
    for (int text = 0; text < 60; text++) {
      examples.add(text % 3 + ":1 7:0.5", "l" + text % 3);
    }
    return examples;
  }

  private static ExampleSource given(final ExampleSource examples) {
    return new ExampleSource() {
      @Override
      public String name() {
        return examples.name();
      }

      @Override
      public TextForm form() {
        return TextForm.SPARSE_FEATURES;
      }

      @Override
      public void forEach(final ExampleConsumer consumer) throws IOException, TrainingDataException {
        examples.forEach(consumer);
      }
    };
  }

  @Test
  void shouldTellItsStepsAndTheTextsThatItPassesOver() throws Exception {
    // Given
    final ExampleList examples = texts(100).add("no label").add("", "word0").add("", "word1");
    final List<String> lines = new ArrayList<>();
    final Progress progress = new Progress() {
      @Override
      public void at(final State state) {
        // Only steps are of interest.
      }

      @Override
      public void over(final String step) {
        lines.add(step);
      }
    };
    // When
    final TrainedModel.Outcome outcome;
    try (TrainedModel model = new LabelTreeTraining().train(new TrainingJob(examples, Optional.empty(), SMALL_LEAVES, progress))) {
      outcome = model.outcome();
    }
    // Then
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).startsWith("100 texts with ").endsWith(", without 1 text without label, without 2 texts without feature");
    assertThat(lines.getLast()).matches("tree 1 of 1: [0-9]+ nodes, depth [0-9]+, [0-9,]+ weights");
    assertThat(outcome.done()).isEqualTo("1 tree");
  }

  @Test
  void shouldRefuseOneLabel() {
    // Given
    final ExampleList one = new ExampleList().add("some text", "only").add("other text", "only");
    final ExampleList rare = new ExampleList().add("some text", "only").add("other text", "only", "rare");
    // When / Then
    assertThatThrownBy(() -> train(one, SMALL_LEAVES)).isInstanceOf(TrainingDataException.class)
        .hasMessage("'examples.txt' has only one label that is learned, expected at least 2");
    assertThatThrownBy(() -> train(rare, SMALL_LEAVES.with(LabelTreeSettings.MINIMAL_LABEL_COUNT, 2))).isInstanceOf(TrainingDataException.class)
        .hasMessageEndingWith("the others have too few texts: lower --min-label-count");
  }

  @Test
  void shouldRefuseNoTexts() {
    assertThatThrownBy(() -> train(new ExampleList(), SMALL_LEAVES)).isInstanceOf(TrainingDataException.class);
    assertThatThrownBy(() -> train(new ExampleList().add("", "a").add("!", "b"), SMALL_LEAVES)).isInstanceOf(TrainingDataException.class);
  }

  @Test
  void shouldLearnBesideALabelThatEveryTextHas() throws Exception {
    // Given
    final ExampleList examples = new ExampleList();
    for (int text = 0; text < 60; text++) {
      examples.add("word" + text % 3, "each", "l" + text % 3);
    }
    // When
    final LabelTreeModel model = train(examples, SMALL_LEAVES);
    // Then
    final double[] scores = PlainScores.of(model, "word1");
    assertThat(scores[0]).isEqualTo(1);
    assertThat(scores[2]).isGreaterThan(0.5);
    assertThat(scores[1]).isLessThan(0.5);
  }

  @Test
  void shouldRefuseNgramsOfSparseFeatures() {
    // Given
    final Settings settings = SMALL_LEAVES.with(LabelTreeSettings.FEATURES, FeatureSource.SPARSE).with(LabelTreeSettings.WORD_NGRAMS, 2);
    // When / Then
    assertThatThrownBy(() -> new LabelTreeTraining().requireFit(settings)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sparse");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-10, 1e10, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRefuseACostForWhichWeightsCannotBeFinite(final double cost) {
    assertThatThrownBy(() -> SMALL_LEAVES.with(LabelTreeSettings.COST, cost)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1e-9 to 1e9");
  }

  @ParameterizedTest
  @CsvSource({"SQUARED_HINGE, 1e-9", "SQUARED_HINGE, 1e9", "LOGISTIC, 1e-9", "LOGISTIC, 1e9"})
  void shouldLearnFiniteWeightsFromTheGreatestValues(final NodeLoss loss, final double cost) throws Exception {
    // Given
    final Settings settings = SMALL_LEAVES.with(LabelTreeSettings.FEATURES, FeatureSource.SPARSE).with(LabelTreeSettings.WEIGHTING, Weighting.GIVEN)
        .with(LabelTreeSettings.LOSS, loss).with(LabelTreeSettings.COST, cost).with(LabelTreeSettings.WEIGHT_THRESHOLD, 0.0);
    final ExampleList examples = new ExampleList().add("0:3e38 1:-3e38", "a").add("1:3e38 2:1", "b").add("2:-3e38 3:1e20", "c").add("3:1 0:1e-45", "a", "b");
    // When
    final LabelTreeModel model = train(examples, settings);
    // Then
    for (final NodeWeights node : model.trees().getFirst().weights()) {
      assertThat(node.bias()).isFinite();
      for (final float weight : node.weights()) {
        assertThat(weight).isFinite();
      }
    }
  }

  private static void assertKnown(final LabelTreeModel model) {
    for (int label = 0; label < LABELS; label++) {
      assertThat(PlainScores.best(model, "the word" + label)).isEqualTo("word" + label);
    }
  }

  private static List<Integer> pathsOf(final int labels, final IntUnaryOperator terminal) {
    return IntStream.range(0, labels).map(terminal).boxed().toList();
  }

  private static LabelTreeModel train(final ExampleSource examples, final Settings settings) throws Exception {
    try (TrainedModel model = new LabelTreeTraining().train(new TrainingJob(examples, Optional.empty(), settings, Progress.NONE))) {
      return ((TrainedLabelTree) model).model();
    }
  }

  /** Texts of one or two labels, with the words of their labels and others. */
  private static ExampleList texts(final int count) {
    final Random random = new Random(3);
    final ExampleList examples = new ExampleList();
    for (int text = 0; text < count; text++) {
      final String one = "word" + text % LABELS;
      final String other = "word" + random.nextInt(LABELS);
      final String noise = " noise" + random.nextInt(30) + " the";
      if (text % 3 == 0) {
        examples.add(one + " " + other + noise, one, other);
      } else {
        examples.add(one + noise, one);
      }
    }
    return examples;
  }
}
