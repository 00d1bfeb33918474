package io.labelstream.train.labeltree.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.labeltree.FeatureSettings;
import io.labelstream.model.labeltree.TextTerms;
import io.labelstream.model.labeltree.TreeCost;
import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.model.labeltree.Weighting;
import io.labelstream.train.Workers;
import io.labelstream.train.cluster.LabelMatrix;
import io.labelstream.train.cluster.Masses;
import io.labelstream.train.data.Columns;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.labeltree.TrainingTexts;
import io.labelstream.train.labeltree.VocabularyLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabelTreeBuilderTest {

  @Test
  void shouldPutLabelsOfSimilarTextsTogether() throws InterruptedException {
    // Given
    final List<Integer> subjects = new ArrayList<>(IntStream.range(0, 40).mapToObj(label -> label % 2).toList());
    Collections.shuffle(subjects, new Random(1));
    final List<int[]> features = IntStream.range(0, 40).mapToObj(label -> new int[] {subjects.get(label), 2 + label}).toList();
    final List<int[]> labels = IntStream.range(0, 40).mapToObj(label -> new int[] {label}).toList();
    // When
    final TreeShape shape = build(TreeTexts.of(features, labels, 42, 40), settings(TreeKind.CLUSTERS, 0, 2, 20));
    // Then
    for (int node = 1; node <= 2; node++) {
      assertThat(below(shape, node)).hasSize(20);
      assertThat(Arrays.stream(below(shape, node)).map(subjects::get).distinct().toArray()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Alike.class)
  void shouldDivideLabelsThatAreAlikeByTheirIds(final Alike alike) throws InterruptedException {
    // Given
    final List<int[]> labels = new ArrayList<>(IntStream.range(0, 30).mapToObj(label -> new int[] {label}).toList());
    Collections.shuffle(labels, new Random(1));
    // When
    final TreeShape shape = build(TreeTexts.of(Collections.nCopies(30, alike.features), labels, 5, 30), settings(TreeKind.CLUSTERS, 0, 2, 15));
    // Then
    assertThat(below(shape, 1)).containsExactly(IntStream.range(0, 15).toArray());
    assertThat(below(shape, 2)).containsExactly(IntStream.range(15, 30).toArray());
  }

  /** Texts of labels that have all the same vector. */
  enum Alike {
    THE_SAME_FEATURES(0, 3),
    NO_FEATURES();

    private final int[] features;

    Alike(final int... features) {
      this.features = features;
    }
  }

  @ParameterizedTest
  @EnumSource(TreeKind.class)
  void shouldPutALabelThatIsNearlyEverythingRightBelowTheRoot(final TreeKind kind) throws InterruptedException {
    // Given
    final int[] counts = new int[1000];
    counts[617] = 100_000;
    // When
    final TreeShape shape = build(TreeTexts.occurring(counts), settings(kind, 1, 2, 1));
    // Then
    assertThat(TreeTexts.depths(shape)[617]).isEqualTo(1);
    assertThat(shape.depth()).isLessThanOrEqualTo(11);
  }

  @Test
  void shouldMakeSmallLeavesOfFrequentLabelsAndLargeOnesOfRareLabels() throws InterruptedException {
    // Given
    final int[] counts = new int[1024];
    Arrays.fill(counts, 1);
    Arrays.fill(counts, 0, 8, 1000);
    final TreeSettings settings = new TreeSettings(TreeKind.FANO, 0, 2, 64, LeafSize.BY_FREQUENCY, 1);
    // When
    final TreeShape shape = build(TreeTexts.occurring(counts), settings);
    // Then
    assertThat(siblings(shape, 0)).isLessThanOrEqualTo(8);
    assertThat(siblings(shape, 1023)).isEqualTo(64);
  }

  @Test
  void shouldRefuseLabelsOfOtherTexts() {
    // Given
    final TreeTexts texts = TreeTexts.occurring(1, 2);
    final LabelMatrix others = TreeTexts.occurring(1, 3).labels();
    // When
    assertThatThrownBy(() -> build(new TreeTexts(texts.features(), others), settings(TreeKind.CLUSTERS, 0, 2, 1)))
        // Then
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("features of 3 texts and labels of 4");
  }

  @Test
  void shouldStopWhenTheThreadIsInterrupted() {
    // Given
    final TreeTexts texts = TreeTexts.occurring(1, 2);
    Thread.currentThread().interrupt();
    // When
    assertThatThrownBy(() -> build(texts, settings(TreeKind.CLUSTERS, 0, 2, 1)))
        // Then
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  /** The claim of the method's paper, as far as it is about the tree. */
  @Test
  void shouldMakePathsToTheDependenciesOfPackagesShorterByFrequency() throws Exception {
    // Given
    final DataOptions options = DataOptions.usual().with(DataFormat.TSV).with(Columns.firstAndLast()).withLabelSeparator(',');
    final TrainingTexts texts = TrainingTexts.of(
        LabelledFile.of(SharedFiles.need("data/xmc/debian-depends/train.tsv"), options), new FeatureSettings(new TextTerms(1, 0, 0, 0), Weighting.TF_IDF),
        new VocabularyLimits(1, 1, Integer.MAX_VALUE));
    final TreeTexts data = new TreeTexts(texts.features(), texts.labels());
    final TreeShape balanced = build(data, settings(TreeKind.CLUSTERS, 0, 2, 1));
    // When
    final TreeShape shape = build(data, settings(TreeKind.CLUSTERS, 0.5, 2, 1));
    // Then
    final long[] counts = Masses.counts(texts.labels());
    assertThat(TreeCost.of(shape, counts).expectedDepth()).isLessThanOrEqualTo(0.82 * TreeCost.of(balanced, counts).expectedDepth());
    assertThat(shape.depth()).isLessThanOrEqualTo(balanced.depth() + 3);
  }

  private static TreeSettings settings(final TreeKind kind, final double lambda, final int arity, final int leafLabels) {
    return new TreeSettings(kind, lambda, arity, leafLabels, LeafSize.EQUAL, 1);
  }

  private static TreeShape build(final TreeTexts texts, final TreeSettings settings) throws InterruptedException {
    try (Workers workers = new Workers(1)) {
      return LabelTreeBuilder.build(texts.features(), texts.labels(), settings, workers);
    }
  }

  /** The labels below a node, ascending. */
  private static int[] below(final TreeShape shape, final int node) {
    final IntStream labels = shape.childCount(node) == 0
        ? IntStream.of(shape.label(node))
        : IntStream.range(0, shape.childCount(node)).flatMap(child -> Arrays.stream(below(shape, shape.firstChild(node) + child)));
    return labels.sorted().toArray();
  }

  /** The number of children of the node above a label. */
  private static int siblings(final TreeShape shape, final int label) {
    final int terminal = shape.terminal(label);
    return IntStream.range(0, shape.nodes()).filter(node -> shape.firstChild(node) <= terminal && terminal < shape.firstChild(node) + shape.childCount(node))
        .map(shape::childCount).findFirst().orElseThrow();
  }
}
