package io.labelstream.train.labeltree.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.Workers;
import io.labelstream.train.cluster.Masses;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class LabelTreeBuilderPropertyTest {
  private static final double ROUNDING = 1e-9;

  @Property(tries = 400)
  void shouldHoldEachLabelOnceWithinAllBounds(
      @ForAll @IntRange(min = 1, max = 300) final int labels, @ForAll @IntRange(min = 0, max = 200) final int texts,
      @ForAll @IntRange(min = 1, max = 50) final int columns, @ForAll final TreeKind kind, @ForAll @DoubleRange(min = 0, max = 1) final double lambda,
      @ForAll @IntRange(min = 2, max = 40) final int arity, @ForAll @IntRange(min = 1, max = 256) final int leafLabels, @ForAll final LeafSize leafSize,
      @ForAll final long seed) throws InterruptedException {
    // Given
    final TreeTexts data = TreeTexts.random(labels, texts, columns, new Random(seed));
    // When
    final TreeShape shape = build(data, new TreeSettings(kind, lambda, arity, leafLabels, leafSize, seed), 1);
    // Then
    assertThat(shape.labels()).isEqualTo(labels);
    assertThat(shape.depth()).isBetween(1, LabelTreeBuilder.mostDepth(labels)).isLessThanOrEqualTo(TreeShape.MOST_DEPTH);
    for (int node = 0; node < shape.nodes(); node++) {
      assertThat(shape.childCount(node)).isLessThanOrEqualTo(Math.max(arity, kind == TreeKind.HUFFMAN ? 0 : leafLabels));
      assertThat(shape.childCount(node) == 1).as("a node with one child").isEqualTo(node == 0 && labels == 1);
    }
  }

  @Property(tries = 60)
  void shouldBuildTheSameTreeWithAnyNumberOfThreads(
      @ForAll @IntRange(min = 1, max = 1000) final int labels, @ForAll final TreeKind kind, @ForAll @DoubleRange(min = 0, max = 1) final double lambda,
      @ForAll @IntRange(min = 2, max = 5) final int threads, @ForAll final long seed) throws InterruptedException {
    // Given
    final TreeTexts data = TreeTexts.random(labels, 2 * labels, 100, new Random(seed));
    final TreeSettings settings = new TreeSettings(kind, lambda, 4, 3, LeafSize.EQUAL, seed);
    final TreeShape alone = build(data, settings, 1);
    // When
    final TreeShape shared = build(data, settings, threads);
    // Then
    assertThat(childCounts(shared)).isEqualTo(childCounts(alone));
    assertThat(labels(shared)).isEqualTo(labels(alone));
  }

  @Property(tries = 100)
  void shouldBalanceTheNumberOfLabelsAtLambda0(
      @ForAll @IntRange(min = 2, max = 500) final int labels, @ForAll final Halved kind, @ForAll final long seed) throws InterruptedException {
    // Given
    final TreeTexts data = TreeTexts.random(labels, labels, 50, new Random(seed));
    final double[] ones = new double[labels];
    Arrays.fill(ones, 1);
    // When
    final TreeShape shape = build(data, kind.settings(0, seed), 1);
    // Then
    final double[] below = TreeTexts.sums(shape, ones);
    for (int node = 0; node < shape.nodes(); node++) {
      if (shape.childCount(node) > 0) {
        assertThat(Math.abs(below[shape.firstChild(node)] - below[shape.firstChild(node) + 1])).isLessThanOrEqualTo(1);
      }
    }
  }

  @Property(tries = 100)
  void shouldHalveMassButForOneLabel(
      @ForAll @IntRange(min = 2, max = 300) final int labels, @ForAll final Halved kind, @ForAll @DoubleRange(min = 0, max = 1) final double lambda,
      @ForAll final long seed) throws InterruptedException {
    // Given
    final TreeTexts data = TreeTexts.random(labels, 2 * labels, 50, new Random(seed));
    final double[] masses = Masses.of(Masses.counts(data.labels()), lambda).all();
    // When
    final TreeShape shape = build(data, kind.settings(lambda, seed), 1);
    // Then
    final double[] below = TreeTexts.sums(shape, masses);
    final double[] heaviest = heaviest(shape, masses);
    for (int node = 0; node < shape.nodes(); node++) {
      if (shape.childCount(node) > 0) {
        assertThat(Math.abs(below[shape.firstChild(node)] - below[shape.firstChild(node) + 1])).isLessThanOrEqualTo(heaviest[node] + ROUNDING);
      }
    }
  }

  /** The information of its mass in bits, and a few layers for halves that are not equal. */
  @Property(tries = 100)
  void shouldPutALabelLittleDeeperThanItsMassNeeds(
      @ForAll @IntRange(min = 2, max = 300) final int labels, @ForAll final Halved kind, @ForAll @DoubleRange(min = 0, max = 1) final double lambda,
      @ForAll final long seed) throws InterruptedException {
    // Given
    final TreeTexts data = TreeTexts.random(labels, 5 * labels, 50, new Random(seed));
    final double[] masses = Masses.of(Masses.counts(data.labels()), lambda).all();
    // When
    final TreeShape shape = build(data, kind.settings(lambda, seed), 1);
    // Then
    final int[] depths = TreeTexts.depths(shape);
    for (int label = 0; label < labels; label++) {
      assertThat((double) depths[label]).isLessThanOrEqualTo(log2(labels / masses[label]) + 3);
    }
  }

  @Property(tries = 100)
  void shouldExpectADepthNearTheEntropy(
      @ForAll @IntRange(min = 2, max = 300) final int labels, @ForAll final Halved kind, @ForAll @DoubleRange(min = 0.1, max = 1) final double lambda,
      @ForAll final long seed) throws InterruptedException {
    // Given
    final TreeTexts data = TreeTexts.random(labels, 5 * labels, 50, new Random(seed));
    final double[] frequencies = frequencies(data);
    // When
    final TreeShape shape = build(data, kind.settings(lambda, seed), 1);
    // Then
    final double entropy = entropy(frequencies);
    assertThat(expectedDepth(shape, frequencies)).isBetween(entropy - ROUNDING, entropy + log2(1 / lambda) + 2);
  }

  @Property(tries = 100)
  void shouldBeShortestAsHuffmansTree(
      @ForAll @IntRange(min = 2, max = 300) final int labels, @ForAll final Halved other, @ForAll @DoubleRange(min = 0, max = 1) final double lambda,
      @ForAll final long seed) throws InterruptedException {
    // Given
    final TreeTexts data = TreeTexts.random(labels, 5 * labels, 50, new Random(seed));
    final double[] frequencies = frequencies(data);
    final double expected = expectedDepth(build(data, other.settings(lambda, seed), 1), frequencies);
    // When
    final TreeShape shape = build(data, new TreeSettings(TreeKind.HUFFMAN, lambda, 2, 1, LeafSize.EQUAL, seed), 1);
    // Then
    final double entropy = entropy(frequencies);
    assertThat(expectedDepth(shape, frequencies)).isBetween(entropy - ROUNDING, Math.min(entropy + 1, expected + ROUNDING));
  }

  @Property(tries = 100)
  void shouldGiveANodeAllChildrenUnlessTheyAreLabels(
      @ForAll @IntRange(min = 2, max = 300) final int labels, @ForAll final TreeKind kind, @ForAll @IntRange(min = 2, max = 40) final int arity,
      @ForAll @DoubleRange(min = 0, max = 1) final double lambda, @ForAll final long seed) throws InterruptedException {
    // Given
    final TreeTexts data = TreeTexts.random(labels, labels, 50, new Random(seed));
    // When
    final TreeShape shape = build(data, new TreeSettings(kind, lambda, arity, 1, LeafSize.EQUAL, seed), 1);
    // Then
    for (int node = 0; node < shape.nodes(); node++) {
      for (int child = shape.firstChild(node); child < shape.firstChild(node) + shape.childCount(node); child++) {
        assertThat(shape.childCount(child) == 0 || shape.childCount(node) == arity).isTrue();
      }
    }
  }

  /** Kinds of trees that are halved by mass. */
  enum Halved {
    CLUSTERS(TreeKind.CLUSTERS),
    FANO(TreeKind.FANO),
    RANDOM(TreeKind.RANDOM);

    private final TreeKind kind;

    Halved(final TreeKind kind) {
      this.kind = kind;
    }

    /** A tree of two children a node, down to single labels. */
    TreeSettings settings(final double lambda, final long seed) {
      return new TreeSettings(kind, lambda, 2, 1, LeafSize.EQUAL, seed);
    }
  }

  private static TreeShape build(final TreeTexts data, final TreeSettings settings, final int threads) throws InterruptedException {
    try (Workers workers = new Workers(threads)) {
      return LabelTreeBuilder.build(data.features(), data.labels(), settings, workers);
    }
  }

  private static int[] childCounts(final TreeShape shape) {
    final int[] counts = new int[shape.nodes()];
    Arrays.setAll(counts, shape::childCount);
    return counts;
  }

  private static int[] labels(final TreeShape shape) {
    final int[] labels = new int[shape.nodes()];
    Arrays.setAll(labels, shape::label);
    return labels;
  }

  private static double[] heaviest(final TreeShape shape, final double[] masses) {
    final double[] heaviest = new double[shape.nodes()];
    for (int node = shape.nodes() - 1; node >= 0; node--) {
      heaviest[node] = shape.childCount(node) == 0 ? masses[shape.label(node)] : 0;
      for (int child = shape.firstChild(node); child < shape.firstChild(node) + shape.childCount(node); child++) {
        heaviest[node] = Math.max(heaviest[node], heaviest[child]);
      }
    }
    return heaviest;
  }

  private static double[] frequencies(final TreeTexts data) {
    final double[] masses = Masses.of(Masses.counts(data.labels()), 1).all();
    return Arrays.stream(masses).map(mass -> mass / masses.length).toArray();
  }

  private static double expectedDepth(final TreeShape shape, final double[] frequencies) {
    final int[] depths = TreeTexts.depths(shape);
    double expected = 0;
    for (int label = 0; label < depths.length; label++) {
      expected += frequencies[label] * depths[label];
    }
    return expected;
  }

  private static double entropy(final double[] frequencies) {
    return Arrays.stream(frequencies).map(frequency -> frequency * log2(1 / frequency)).sum();
  }

  private static double log2(final double number) {
    return Math.log(number) / Math.log(2);
  }
}
