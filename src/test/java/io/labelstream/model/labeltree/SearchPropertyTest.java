package io.labelstream.model.labeltree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.model.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The labels found are those of an exhaustive search. */
class SearchPropertyTest {
  private static final double TOLERANCE = 2e-5;

  /** A model that was written and read, and a text. */
  private record Case(LabelTreeModel model, LabelTreeClassifier classifier, String text) implements AutoCloseable {
    static Case of(final long seed, final int trees) throws Exception {
      final Random random = new Random(seed);
      final int features = 1 + random.nextInt(60);
      final RandomLabelTrees made =
          new RandomLabelTrees(seed).labels(1 + random.nextInt(random.nextBoolean() ? 20 : 400)).features(features).trees(trees)
              .mostChildren(2 + random.nextInt(random.nextBoolean() ? 4 : 150)).fill(random.nextDouble()).link(Link.values()[random.nextInt(2)]);
      final Precision precision = Precision.values()[random.nextInt(2)];
      final LabelTreeArtifact artifact = OpenedModels.read(RandomLabelTrees.file(made.words(), precision));
      final LabelTreeModel model = artifact.model();
      return new Case(model, OpenedModels.open(artifact), RandomLabelTrees.text(random, features, 1 + random.nextInt(30)));
    }

    List<Integer> bits(final SearchRule rule, final int most, final float threshold) {
      final Predictions predictions = new Predictions(most, threshold);
      classifier.newSession(rule).classify(text, predictions);
      final List<Integer> bits = new ArrayList<>();
      for (int rank = 0; rank < predictions.count(); rank++) {
        bits.add(predictions.label(rank));
        bits.add(Float.floatToRawIntBits(predictions.score(rank)));
      }
      return bits;
    }

    @Override
    public void close() {
      classifier.close();
    }
  }

  @Property(tries = 400)
  void shouldFindTheBestLabels(
      @ForAll final long seed,
      @ForAll @IntRange(min = 1, max = 3) final int trees,
      @ForAll @IntRange(min = 1, max = 30) final int most,
      @ForAll @IntRange(max = 2) final int thresholdChoice)
      throws Exception {
    // Given
    final float threshold = new float[] {0f, 0.01f, 0.7f}[thresholdChoice];
    try (Case given = Case.of(seed, trees)) {
      final double[] expected = ExhaustiveLabelTrees.scores(given.model(), given.text());
      final Predictions predictions = new Predictions(most, threshold);
      // When
      given.classifier().newSession(new SearchRule.BestFirst()).classify(given.text(), predictions);
      // Then
      final double[] descending = Arrays.stream(expected).map(score -> -score).sorted().map(score -> -score).toArray();
      final long above = Arrays.stream(expected).filter(score -> score >= threshold + TOLERANCE).count();
      final long near = Arrays.stream(expected).filter(score -> score >= threshold - TOLERANCE).count();
      assertThat((long) predictions.count()).isBetween(Math.min(above, most), Math.min(near, most));
      for (int rank = 0; rank < predictions.count(); rank++) {
        assertThat((double) predictions.score(rank)).isCloseTo(expected[predictions.label(rank)], within(TOLERANCE));
        assertThat((double) predictions.score(rank)).isCloseTo(descending[rank], within(TOLERANCE));
      }
    }
  }

  @Property(tries = 200)
  void shouldFindTheSameFirstLabelsWhenMoreAreWanted(
      @ForAll final long seed, @ForAll @IntRange(min = 1, max = 3) final int trees, @ForAll @IntRange(min = 1, max = 30) final int most) throws Exception {
    try (Case given = Case.of(seed, trees)) {
      final List<Integer> all = given.bits(new SearchRule.BestFirst(), 1_000, 0f);

      final List<Integer> first = given.bits(new SearchRule.BestFirst(), most, 0f);

      assertThat(first).isEqualTo(all.subList(0, Math.min(2 * most, all.size())));
      assertThat(all).hasSize(2 * given.model().labels().length);
    }
  }

  @Property(tries = 200)
  void shouldFindTheSameWithABeamThatHoldsAllNodes(
      @ForAll final long seed,
      @ForAll @IntRange(min = 1, max = 3) final int trees,
      @ForAll @IntRange(min = 1, max = 30) final int most,
      @ForAll @IntRange(max = 1) final int thresholdChoice)
      throws Exception {
    final float threshold = thresholdChoice * 0.2f;
    try (Case given = Case.of(seed, trees)) {
      final List<Integer> exact = given.bits(new SearchRule.BestFirst(), most, threshold);

      final List<Integer> beam = given.bits(new SearchRule.Beam(1_000), most, threshold);

      assertThat(beam).isEqualTo(exact);
    }
  }

  @Property(tries = 200)
  void shouldFindSomeOfTheBestLabelsWithANarrowBeam(@ForAll final long seed, @ForAll @IntRange(min = 1, max = 5) final int width) throws Exception {
    try (Case given = Case.of(seed, 1)) {
      final List<Integer> exact = given.bits(new SearchRule.BestFirst(), 1_000, 0f);

      final List<Integer> beam = given.bits(new SearchRule.Beam(width), 10, 0f);

      final List<List<Integer>> pairs = pairs(exact);
      assertThat(pairs).containsAll(pairs(beam));
      assertThat(pairs(beam)).isNotEmpty().isSortedAccordingTo((one, other) -> Integer.compare(pairs.indexOf(one), pairs.indexOf(other)));
      final List<Integer> more = given.bits(new SearchRule.Beam(width), 20, 0f);
      assertThat(more.subList(0, beam.size())).isEqualTo(beam);
    }
  }

  private static List<List<Integer>> pairs(final List<Integer> bits) {
    final List<List<Integer>> pairs = new ArrayList<>();
    for (int index = 0; index < bits.size(); index += 2) {
      pairs.add(bits.subList(index, index + 2));
    }
    return Collections.unmodifiableList(pairs);
  }
}
