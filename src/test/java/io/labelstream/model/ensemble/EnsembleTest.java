package io.labelstream.model.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Labels;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.file.NameList;
import io.labelstream.model.load.ModelLoader;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnsembleTest {
  /** Of "goal bank": sport 3/8, money 5/8. */
  private static final byte[] ONE = Ensembles.keywords(List.of("goal", "bank"), List.of("sport", "money"), 3, 1, 0, 4);
  /** Of "goal bank": money 2/10, news 8/10. */
  private static final byte[] OTHER = Ensembles.keywords(List.of("goal", "bank"), List.of("money", "news"), 1, 4, 1, 4);

  @TempDir private Path folder;

  @Test
  void shouldAverageTheScoresOfLabelsByTheirNames() {
    final Combination combination = new Combination(List.of(0.75f, 0.25f), List.of(Ensembles.STRAIGHT, Ensembles.STRAIGHT), Ensembles.STRAIGHT, 50);

    final Map<String, Float> scores = scores(Ensembles.written(Ensembles.file(combination, ONE, OTHER)), "goal bank");

    assertThat(scores.keySet()).containsExactlyInAnyOrder("sport", "money", "news");
    assertThat(scores.get("sport")).isCloseTo(0.75f * 3 / 8, within(1e-4f));
    assertThat(scores.get("money")).isCloseTo(0.75f * 5 / 8 + 0.25f * 0.2f, within(1e-4f));
    assertThat(scores.get("news")).isCloseTo(0.25f * 0.8f, within(1e-4f));
  }

  @Test
  void shouldPassScoresThroughTheirCurves() {
    final ScoreCurve steep = ScoreCurve.of(2, 3, 0.5f);
    final ScoreCurve mean = ScoreCurve.of(0.5f, 0.25f, -1);
    final Combination combination = new Combination(List.of(0.5f, 0.5f), List.of(steep, Ensembles.STRAIGHT), mean, 50);

    final Map<String, Float> scores = scores(Ensembles.written(Ensembles.file(combination, ONE, OTHER)), "goal bank");

    assertThat(scores.get("money")).isCloseTo((float) curve(0.5, 0.25, -1, 0.5 * curve(2, 3, 0.5, 5 / 8.0) + 0.5 * 0.2), within(1e-4f));
  }

  private static double curve(final double rise, final double fall, final double intercept, final double score) {
    return 1 / (1 + Math.exp(-(rise * Math.log(score) - fall * Math.log(1 - score) + intercept)));
  }

  @Test
  void shouldCountLabelsThatAMemberDoesNotNameAsZero() {
    final Map<String, Float> scores = scores(Ensembles.of(1, ONE, OTHER), "goal bank");

    assertThat(scores.keySet()).containsExactlyInAnyOrder("money", "news");
    assertThat(scores.get("money")).isCloseTo(0.5f * 5 / 8, within(1e-4f));
  }

  @Test
  void shouldGiveTheSameScoresHoweverManyLabelsAreAskedFor() {
    try (TextClassifier classifier = Ensembles.open(Ensembles.of(2, ONE, OTHER))) {
      final Predictions all = classifier.newPredictions(10, 0f);
      final Predictions best = classifier.newPredictions(1, 0.2f);
      final ClassifierSession session = classifier.newSession();

      session.classify("goal bank", all);
      session.classify("goal bank", best);

      assertThat(best.count()).isOne();
      assertThat(best.label(0)).isEqualTo(all.label(0));
      assertThat(best.score(0)).isEqualTo(all.score(0));
    }
  }

  @Test
  void shouldHoldWhatItsMembersHold() throws Exception {
    final byte[] words = new FastTextModelFile(1).dimensions(3).bytes();
    try (ModelArtifact ensemble = read(Ensembles.of(50, ONE, words)); ModelArtifact alone = read(words)) {
      final ModelMemory memory = ensemble.plan(ModelOptions.defaults()).memory();

      for (final ModelMemory.Part part : alone.plan(ModelOptions.defaults()).memory().parts()) {
        assertThat(memory.parts()).contains(new ModelMemory.Part("member1 " + part.name(), part.kind(), part.bytes()));
      }
      assertThat(memory.parts()).extracting(ModelMemory.Part::name).contains("member0 weights", "labels of members", "labels");
    }
  }

  @Test
  void shouldLeaveToOthersTheBudgetThatAMemberDoesNotUse() throws Exception {
    final byte[] words = new FastTextModelFile(1).dimensions(8).bytes();
    final long alone;
    try (ModelArtifact artifact = read(words)) {
      alone = derived(artifact.plan(ModelOptions.defaults()).memory());
    }
    try (ModelArtifact ensemble = read(Ensembles.of(50, words, ONE))) {
      final long together = derived(ensemble.plan(new ModelOptions(alone)).memory());

      assertThat(together).isEqualTo(alone).isPositive();
    }
  }

  private static long derived(final ModelMemory memory) {
    return memory.parts().stream().filter(part -> part.kind() == ModelMemory.Kind.DERIVED).mapToLong(ModelMemory.Part::bytes).sum();
  }

  @Test
  void shouldGiveTheVectorsOfTheFirstMemberThatHasSome() {
    try (TextClassifier alone = Ensembles.open(Ensembles.encoder()); TextClassifier ensemble = Ensembles.open(Ensembles.of(50, ONE, Ensembles.encoder()))) {
      final SharedText text = new SharedText();
      text.set("the dog plays");
      final ClassifierSession session = ensemble.newSession();

      final float[] vector = session.vector(text);

      assertThat(ensemble.vectorDimensions()).isEqualTo(alone.vectorDimensions()).isPresent();
      assertThat(vector).isEqualTo(alone.newSession().vector(text));
    }
  }

  @Test
  void shouldGiveNoVectorIfNoMemberHasOne() {
    try (TextClassifier ensemble = Ensembles.open(Ensembles.of(50, ONE, OTHER))) {
      final ClassifierSession session = ensemble.newSession();

      assertThat(ensemble.vectorDimensions()).isEmpty();
      assertThatThrownBy(session::vector).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> session.vector(new SharedText())).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void shouldTellItsMembers() throws Exception {
    try (ModelArtifact artifact = read(Ensembles.of(50, ONE, OTHER))) {
      assertThat(artifact.description().properties()).extracting(property -> property.name() + ": " + property.value()).contains(
          "members: 2", "member0: keywords/1, 2 labels, weight 0.500, rise 1.000, fall 1.000, intercept 0.000", "candidates of a member: 50");
    }
  }

  static Stream<Arguments> defects() {
    final byte[] ensemble = Ensembles.of(50, ONE, OTHER);
    return Stream.of(
        defect("an ensemble in an ensemble", ModelDefect.UNSUPPORTED, "member1: it is an ensemble itself, expected a model of another family",
            members(member(ONE, 0, 1), member(ensemble, 0, 1, 2))),
        defect("the same file twice", ModelDefect.INCONSISTENT, "member0 and member1 are the same file, expected different ones",
            members(member(ONE, 0, 1), member(ONE, 0, 1))),
        defect("a truncated member", ModelDefect.TRUNCATED, "member1: ", members(member(ONE, 0, 1), member(Arrays.copyOf(OTHER, OTHER.length - 3), 0, 1))),
        defect("a member that is no model", ModelDefect.NOT_A_MODEL, "member1: the file does not start like safetensors",
            members(member(ONE, 0, 1), member("nothing".getBytes(), 0, 1))),
        defect("one member", ModelDefect.INCONSISTENT, "members is '1', expected a number from 2 to 16", members(member(ONE, 0, 1))),
        defect("hundreds of members", ModelDefect.INCONSISTENT, "members is '300', expected a number from 2 to 16",
            IntStream.range(0, 300).mapToObj(_ -> member(ONE, 0, 1)).toArray(EnsembleFile.Member[]::new)),
        defect("too few labels of a member", ModelDefect.INCONSISTENT, "member1 has 2 labels, but 1 are named for it",
            members(member(ONE, 0, 1), member(OTHER, 0))),
        defect("a label that is not there", ModelDefect.INCONSISTENT, "member1 has the label 3 of the ensemble, expected each once, from 0 to 2",
            members(member(ONE, 0, 1), member(OTHER, 0, 3))),
        defect("a label twice", ModelDefect.INCONSISTENT, "member1 has the label 0 of the ensemble, expected each once, from 0 to 2",
            members(member(ONE, 0, 1), member(OTHER, 0, 0))));
  }

  private static EnsembleFile.Member member(final byte[] file, final int... labels) {
    return new EnsembleFile.Member(MemorySegment.ofArray(file), labels);
  }

  private static EnsembleFile.Member[] members(final EnsembleFile.Member... members) {
    return members;
  }

  private static Arguments defect(final String name, final ModelDefect defect, final String message, final EnsembleFile.Member... members) {
    final NameList labels = Ensembles.names(List.of("sport", "money", "news"));
    return Arguments.of(
        name, defect, message, Ensembles.written(new EnsembleFile(Ensembles.alike(members.length, 50), List.of(members), labels, Metadata.none())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("defects")
  void shouldRefuse(final String name, final ModelDefect defect, final String message, final byte[] file) {
    final ModelRefusedException refused = catchThrowableOfType(ModelRefusedException.class, () -> read(file));

    assertThat(refused.defect()).isEqualTo(defect);
    assertThat(refused).hasMessageStartingWith(message);
  }

  @Test
  void shouldRefuseEnsemblesHoweverDeep() {
    EnsembleFile file = Ensembles.file(Ensembles.alike(2, 50), ONE, OTHER);
    for (int depth = 0; depth < 200; depth++) {
      final byte[] inner = Ensembles.written(file);
      file = new EnsembleFile(file.combination(), List.of(member(inner, 0, 1, 2), file.members().get(1)), file.labels(), Metadata.none());
    }
    final byte[] deepest = Ensembles.written(file);

    final ModelRefusedException refused = catchThrowableOfType(ModelRefusedException.class, () -> read(deepest));

    assertThat(refused).hasMessageStartingWith("member0: it is an ensemble itself");
  }

  private Map<String, Float> scores(final byte[] file, final String text) {
    try (TextClassifier classifier = Ensembles.open(file)) {
      final Predictions predictions = classifier.newPredictions(10, 0f);
      final Labels labels = classifier.labels();
      classifier.newSession().classify(text, predictions);
      final Map<String, Float> scores = new HashMap<>();
      final List<Float> order = new ArrayList<>();
      for (int rank = 0; rank < predictions.count(); rank++) {
        scores.put(labels.name(predictions.label(rank)), predictions.score(rank));
        order.add(-predictions.score(rank));
      }
      assertThat(order).isSorted();
      return scores;
    }
  }

  private ModelArtifact read(final byte[] file) throws Exception {
    return ModelLoader.read(Files.write(folder.resolve("model"), file));
  }
}
