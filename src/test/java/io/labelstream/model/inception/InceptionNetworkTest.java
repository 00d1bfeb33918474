package io.labelstream.model.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.fixture.CountingArena;
import io.labelstream.kernel.MatrixKernels;
import io.labelstream.kernel.ScalarMatrixKernels;
import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.ModelClosedException;
import io.labelstream.model.Predictions;
import io.labelstream.model.inception.NaiveInception.Scored;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.WeightRows;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InceptionNetworkTest {
  private static final int LABELS = 70;

  private static Stream<InceptionModel> models() {
    return Stream.of(
        new RandomInceptions(1).labels(LABELS).model(),
        new RandomInceptions(2).labels(LABELS).enhanced().model(),
        new RandomInceptions(3).width(128).enhanced().model(),
        new RandomInceptions(4).width(300).labels(3).enhanced().model(),
        new RandomInceptions(5).labels(LABELS).shortlist(12, 4, Ranking.LABEL).model(),
        new RandomInceptions(6).labels(LABELS).shortlist(12, 4, Ranking.LABEL_AND_CLUSTER).enhanced().model(),
        new RandomInceptions(7).labels(400).shortlist(130, 9, Ranking.LABEL).model(),
        new RandomInceptions(8).labels(LABELS).shortlist(5, 5, Ranking.LABEL_AND_CLUSTER).model());
  }

  /** Texts of one word to all slots, after a longer one so that numbers of it are left in the slots. */
  private static List<List<Integer>> texts(final InceptionModel model) {
    final Random random = new Random(1);
    return IntStream.of(InceptionShape.SLOTS, 1, 2, 6, 31, 3)
        .mapToObj(length -> random.ints(length, 0, model.vocabulary().length).boxed().toList()).toList();
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldScoreAsTheFormulasDo(final InceptionModel model) {
    // Given
    final NaiveInception naive = new NaiveInception(model);
    final Predictions predictions = new Predictions(model.labels().length, 0);
    try (Arena arena = Arena.ofShared()) {
      final InceptionSession session = session(model, InceptionWeights.of(model), MatrixKernels.best(), arena);
      for (final List<Integer> text : texts(model)) {
        // When
        session.classify(text(text), predictions);
        // Then
        final List<Scored> expected = naive.scores(text);
        assertThat(predictions.count()).isEqualTo(expected.size());
        final double[] scores = new double[model.labels().length];
        expected.forEach(scored -> scores[scored.label()] = scored.score());
        for (int rank = 0; rank < predictions.count(); rank++) {
          assertThat((double) predictions.score(rank)).isCloseTo(expected.get(rank).score(), within(1e-5));
          assertThat((double) predictions.score(rank)).isCloseTo(scores[predictions.label(rank)], within(1e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldHaveTheSameBitsFromPlainLoopsVectorsAndWidenedWeights(final InceptionModel model) {
    // Given
    final InceptionWeights weights = InceptionWeights.quantised(model);
    try (Arena arena = Arena.ofShared()) {
      final InceptionSession vectors = session(model, weights, MatrixKernels.best(), arena);
      final InceptionSession plain = session(model, weights, new ScalarMatrixKernels(), arena);
      final InceptionSession widened = InceptionNetwork.open(model.words(), List.of(model.vocabulary()), weights, PanelForm.WIDENED, FileTables.copied(), arena)
          .newSession(new Lifetime(Arena.ofShared()));
      for (final List<Integer> text : texts(model)) {
        // When
        final List<String> scores = scores(vectors, text, LABELS);
        // Then
        assertThat(scores).isEqualTo(scores(plain, text, LABELS)).isEqualTo(scores(widened, text, LABELS));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldGiveTheFirstOfAllLabelsWhereFewAreWanted(final InceptionModel model) {
    // Given
    try (Arena arena = Arena.ofShared()) {
      final InceptionSession session = session(model, InceptionWeights.of(model), MatrixKernels.best(), arena);
      for (final List<Integer> text : texts(model)) {
        final List<String> all = scores(session, text, model.labels().length);
        for (int most = 1; most <= 3; most++) {
          // When
          final List<String> some = scores(session, text, most);
          // Then
          assertThat(some).isEqualTo(all.subList(0, most));
        }
      }
    }
  }

  @Test
  void shouldScoreAClusterWhereverItsOutputsAre() {
    // Given
    final InceptionModel model = new RandomInceptions(15).labels(LABELS).shortlist(LABELS, 1, Ranking.LABEL).model();
    final float[] bias = model.shortlist().orElseThrow().clusters().output().bias();
    for (int cluster = 0; cluster < LABELS; cluster++) {
      bias[cluster] = 1000;
      try (Arena arena = Arena.ofShared()) {
        final InceptionSession session = session(model, InceptionWeights.of(model), MatrixKernels.best(), arena);
        final Predictions predictions = new Predictions(1, 0);
        // When
        session.classify(text(List.of(1, 2)), predictions);
        // Then
        final Scored expected = new NaiveInception(model).scores(List.of(1, 2)).getFirst();
        assertThat(predictions.label(0)).isEqualTo(expected.label());
        assertThat((double) predictions.score(0)).isCloseTo(expected.score(), within(1e-5));
      }
      bias[cluster] = 0;
    }
  }

  /** A logit of 0 says nothing of what is in a shortlist. */
  @Test
  void shouldGiveAllLabelsOfTheShortlistAndNoOthersWhereTheyScoreAlike() {
    // Given
    final InceptionModel model = new RandomInceptions(14).labels(LABELS).shortlist(12, 4, Ranking.LABEL).model();
    Arrays.fill(model.head().output().weight().values(), 0);
    Arrays.fill(model.head().output().bias(), 0);
    final Predictions predictions = new Predictions(LABELS, 0);
    try (Arena arena = Arena.ofShared()) {
      final InceptionSession session = session(model, InceptionWeights.of(model), MatrixKernels.best(), arena);
      // When
      session.classify(text(List.of(1, 2)), predictions);
      // Then
      final List<Integer> expected = new NaiveInception(model).scores(List.of(1, 2)).stream().map(Scored::label).sorted().toList();
      assertThat(IntStream.range(0, predictions.count()).mapToObj(predictions::label).toList()).isEqualTo(expected).hasSizeLessThan(LABELS);
      assertThat(predictions.score(0)).isEqualTo(0.5f);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldLeaveOutLabelsBelowTheThreshold(final InceptionModel model) {
    // Given
    try (Arena arena = Arena.ofShared()) {
      final InceptionSession session = session(model, InceptionWeights.of(model), MatrixKernels.best(), arena);
      final Predictions all = new Predictions(model.labels().length, 0);
      session.classify(text(List.of(1, 2)), all);
      final int last = all.count() / 2;
      final Predictions some = new Predictions(model.labels().length, all.score(last));
      // When
      session.classify(text(List.of(1, 2)), some);
      // Then
      assertThat(some.count()).isEqualTo(IntStream.range(0, all.count()).filter(rank -> all.score(rank) >= all.score(last)).count());
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldAllocateWhatItSaidBeforehand(final InceptionModel model) {
    // Given
    final List<byte[]> vocabulary = List.of(model.vocabulary());
    for (final InceptionWeights weights : List.of(InceptionWeights.of(model), InceptionWeights.quantised(model))) {
      for (final PanelForm form : PanelForm.values()) {
        final CountingArena arena = new CountingArena();
        // When
        InceptionNetwork.open(model.words(), vocabulary, weights, form, FileTables.copied(), arena);
        // Then
        assertThat(arena.bytes()).isEqualTo(InceptionNetwork.bytesFor(vocabulary, weights, form)).isPositive();
        arena.close();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldScoreByCodesAsByTheNumbersThatTheyStandFor(final InceptionModel model) {
    // Given
    final RandomCodes codes = new RandomCodes(1);
    final InceptionWeights weights = codes.coded(InceptionWeights.of(model));
    final InceptionWeights decoded = RandomCodes.decoded(weights);
    try (Arena arena = Arena.ofShared()) {
      final InceptionSession coded = session(model, weights, MatrixKernels.best(), arena);
      final InceptionSession plain = session(model, weights, new ScalarMatrixKernels(), arena);
      final InceptionSession reference = session(model, decoded, MatrixKernels.best(), arena);
      final Predictions predictions = new Predictions(LABELS, 0);
      final Predictions expected = new Predictions(LABELS, 0);
      for (final List<Integer> text : texts(model)) {
        reference.classify(text(text), expected);
        // When
        coded.classify(text(text), predictions);
        // Then
        assertThat(predictions.count()).isEqualTo(expected.count());
        for (int rank = 0; rank < predictions.count(); rank++) {
          assertThat(predictions.score(rank)).isCloseTo(expected.score(rank), within(1e-5f));
        }
        assertThat(scores(predictions)).isEqualTo(scores(plain, text, LABELS));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldAllocateWhatItSaidBeforehandForCodes(final InceptionModel model) {
    // Given
    final List<byte[]> vocabulary = List.of(model.vocabulary());
    final InceptionWeights weights = new RandomCodes(2).coded(InceptionWeights.quantised(model));
    final CountingArena arena = new CountingArena();
    // When
    InceptionNetwork.open(model.words(), vocabulary, weights, PanelForm.WIDENED, FileTables.copied(), arena);
    // Then
    assertThat(arena.bytes()).isEqualTo(InceptionNetwork.bytesFor(vocabulary, weights, PanelForm.WIDENED)).isPositive();
    arena.close();
  }

  @Test
  void shouldCountUnknownAndCutWords() {
    // Given
    final InceptionModel model = new RandomInceptions(9).words(60).model();
    try (Arena arena = Arena.ofShared()) {
      final InceptionSession session = session(model, InceptionWeights.of(model), MatrixKernels.best(), arena);
      final List<Integer> text = IntStream.range(0, 40).boxed().toList();
      final List<String> expected = scores(session, text.subList(0, InceptionShape.SLOTS), 3);
      final Predictions predictions = new Predictions(3, 0);
      // When
      session.classify("unheard " + text(text) + " of", predictions);
      // Then
      assertThat(session.words().count()).isEqualTo(InceptionShape.SLOTS);
      assertThat(session.words().unknown()).isEqualTo(2);
      assertThat(session.words().cut()).isEqualTo(8);
      assertThat(scores(predictions)).isEqualTo(expected);
    }
  }

  @Test
  void shouldGiveNoLabelToATextWithoutAKnownWord() {
    // Given
    final InceptionModel model = new RandomInceptions(10).model();
    final Predictions predictions = new Predictions(3, 0);
    try (Arena arena = Arena.ofShared()) {
      final InceptionSession session = session(model, InceptionWeights.of(model), MatrixKernels.best(), arena);
      session.classify(text(List.of(1)), predictions);
      // When
      session.classify("unheard of!", predictions);
      // Then
      assertThat(predictions.count()).isZero();
      assertThat(session.words().unknown()).isEqualTo(2);
    }
  }

  @Test
  void shouldGiveNoLabelWhereWeightsLeadOutOfTheRangeOfFloats() {
    // Given
    final InceptionModel model = new RandomInceptions(11).model();
    Arrays.fill(model.encoder().scale(), Float.MAX_VALUE);
    final Predictions predictions = new Predictions(3, 0);
    try (Arena arena = Arena.ofShared()) {
      final InceptionSession session = session(model, InceptionWeights.of(model), MatrixKernels.best(), arena);
      // When
      session.classify(text(List.of(1)), predictions);
      // Then
      assertThat(predictions.count()).isZero();
    }
  }

  @Test
  void shouldRefuseTextsWhenClosed() {
    // Given
    final InceptionModel model = new RandomInceptions(12).model();
    final Arena arena = Arena.ofShared();
    final Lifetime lifetime = new Lifetime(arena);
    final InceptionSession session = InceptionNetwork.open(
        model.words(), List.of(model.vocabulary()), InceptionWeights.of(model), PanelForm.AS_GIVEN, FileTables.copied(), arena).newSession(lifetime);
    // When
    lifetime.close();
    // Then
    assertThatThrownBy(() -> session.classify("wa", new Predictions(1, 0))).isInstanceOf(ModelClosedException.class);
  }

  @Test
  void shouldRefusePartsThatDoNotBelongTogether() {
    // Given
    final InceptionModel model = new RandomInceptions(13).model();
    final InceptionWeights weights = InceptionWeights.of(model);
    final InceptionWeights other = InceptionWeights.of(new RandomInceptions(13).width(128).model());
    // When
    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InceptionNetwork.open(model.words(), List.of(), weights, PanelForm.AS_GIVEN, FileTables.copied(), Arena.ofAuto()))
        .withMessage("there are 20 embeddings, expected 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(weights, other.embeddings(), weights.head()))
        .withMessage("embeddings have 128 dimensions, expected 64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(weights, weights.embeddings(), other.head()))
        .withMessage("the map hidden is 160 × 160 with 160 numbers of bias, expected 32 × 32 and 32");
    final InceptionWeights.Clusters clusters = new InceptionWeights.Clusters(weights.head(), new int[10], 2, Ranking.LABEL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InceptionWeights(
            weights.shape(), weights.embeddings(), weights.enhancement(), weights.projection(), weights.first(), weights.second(), weights.scale(),
            weights.shift(), weights.head(), Optional.of(clusters)))
        .withMessage("cluster 1 has no label");
  }

  private static InceptionWeights with(
      final InceptionWeights weights, final WeightRows embeddings, final InceptionWeights.Head head) {
    return new InceptionWeights(
        weights.shape(), embeddings, weights.enhancement(), weights.projection(), weights.first(), weights.second(), weights.scale(), weights.shift(), head,
        weights.shortlist());
  }

  private static InceptionSession session(
      final InceptionModel model, final InceptionWeights weights, final MatrixKernels kernels, final Arena arena) {
    return InceptionNetwork.open(model.words(), List.of(model.vocabulary()), weights, PanelForm.AS_GIVEN, FileTables.copied(), kernels, arena)
        .newSession(new Lifetime(Arena.ofShared()));
  }

  private static String text(final List<Integer> words) {
    return words.stream().map(RandomInceptions::word).collect(Collectors.joining(" "));
  }

  private static List<String> scores(final InceptionSession session, final List<Integer> text, final int most) {
    final Predictions predictions = new Predictions(most, 0);
    session.classify(text(text), predictions);
    return scores(predictions);
  }

  private static List<String> scores(final Predictions predictions) {
    final List<String> scores = new ArrayList<>();
    for (int rank = 0; rank < predictions.count(); rank++) {
      scores.add(predictions.label(rank) + " " + predictions.score(rank));
    }
    return scores;
  }
}
