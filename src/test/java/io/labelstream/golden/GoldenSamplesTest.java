package io.labelstream.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.FirstByteClassifier;
import io.labelstream.fixture.ToldVectors;
import io.labelstream.golden.GoldenSamples.Label;
import io.labelstream.golden.GoldenSamples.Outcome;
import io.labelstream.golden.GoldenSamples.Sample;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class GoldenSamplesTest {
  private static final TextClassifier FIRST_BYTE = new FirstByteClassifier();

  @TempDir private Path folder;

  /** Samples with the labels or vectors that a model gives now, of the texts that get any. */
  public static GoldenSamples madeBy(final TextClassifier classifier, final List<String> texts) {
    final Answers answers = new Answers(classifier, GoldenSamples.MOST_LABELS);
    return GoldenSamples.of(texts.stream().map(answers::sample).flatMap(Optional::stream).toList());
  }

  private static Sample sample(final String text, final Label... labels) {
    return Sample.labelled(text, List.of(labels));
  }

  @Test
  void shouldProveAModelByItsOwnLabels() throws Exception {
    try (TextClassifier classifier = ModelLoader.open(Path.of("models", "lid.176.ftz"))) {
      // Given
      final GoldenSamples samples = madeBy(classifier, List.of("Das ist ein Satz.", "this is a sentence", "", "これは文です"));

      // When
      final Outcome outcome = GoldenSamples.read(samples.write()).compare(classifier);

      // Then
      assertThat(outcome).isInstanceOfSatisfying(Outcome.Proved.class, proved -> assertThat(proved.samples()).isEqualTo(4));
    }
  }

  @Test
  void shouldNameTheLineAndTheScoresOfADifferenceButNeitherTextNorLabels() {
    // Given
    final GoldenSamples samples = GoldenSamples.of(List.of(sample("Upper", new Label("upper", 0.75f)), sample("Secret", new Label("other", 0.75f))));

    // When
    final Outcome outcome = samples.compare(FIRST_BYTE);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Differs(2, "label 1 is another one, with the score 0.7500, expected 0.7500"));
  }

  @ParameterizedTest
  @ValueSource(floats = {0.75f, 0.74991f, 0.75009f})
  void shouldAllowScoresWithinTheTolerance(final float score) {
    // Given
    final GoldenSamples samples = GoldenSamples.of(List.of(sample("Upper", new Label("upper", score))));

    // When
    final Outcome outcome = samples.compare(FIRST_BYTE);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Proved.class);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.7498f, 0.7502f, 0f, 1f})
  void shouldSeeScoresBeyondTheTolerance(final float score) {
    // Given
    final GoldenSamples samples = GoldenSamples.of(List.of(sample("Upper", new Label("upper", score))));

    // When
    final Outcome outcome = samples.compare(FIRST_BYTE);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Differs.class);
  }

  @Test
  void shouldSeeAnotherOrder() {
    // Given
    final GoldenSamples samples = GoldenSamples.of(List.of(sample("Upper", new Label("other", 0.25f), new Label("upper", 0.75f))));

    // When
    final Outcome outcome = samples.compare(FIRST_BYTE);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Differs.class);
  }

  @Test
  void shouldSeeLabelsThatAreMissing() {
    // Given: an empty text gets no label of this classifier
    final GoldenSamples samples = GoldenSamples.of(List.of(sample("", new Label("other", 0.5f))));

    // When
    final Outcome outcome = samples.compare(FIRST_BYTE);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Differs(1, "got 0 labels, expected 1 or more"));
  }

  @Test
  void shouldAllowLabelsThatTieInAnyOrder() throws Exception {
    // Given
    final Sample sample = sample("alpha", new Label("c", 1 / 3f), new Label("a", 1 / 3f), new Label("b", 1 / 3f));
    try (TextClassifier classifier = ModelLoader.open(tying(3))) {

      // When
      final Outcome outcome = GoldenSamples.of(List.of(sample)).compare(classifier);

      // Then
      assertThat(outcome).isInstanceOf(Outcome.Proved.class);
    }
  }

  @Test
  void shouldAllowAnyOfTheLabelsThatTieForTheLastPlace() throws Exception {
    // Given
    final Sample sample = sample("alpha", new Label("z", 1 / 26f));
    try (TextClassifier classifier = ModelLoader.open(tying(26))) {

      // When
      final Outcome outcome = GoldenSamples.of(List.of(sample)).compare(classifier);

      // Then
      assertThat(outcome).isInstanceOf(Outcome.Proved.class);
    }
  }

  /** A model that gives the same score to each of so many labels, a, b, c and so on. */
  private Path tying(final int labels) throws IOException {
    final String[] names = IntStream.range(0, labels).mapToObj(label -> "__label__" + (char) ('a' + label)).toArray(String[]::new);
    return new FastTextModelFile(1).dimensions(2).labels(names).output(new float[2 * labels]).write(folder);
  }

  @Test
  void shouldProveAModelWithoutLabelsByItsVectors() throws Exception {
    // Given
    final GoldenSamples samples = madeBy(new ToldVectors(), List.of("0.6 0.8", "-1 0", ""));

    // When
    final Outcome outcome = GoldenSamples.read(samples.write()).compare(new ToldVectors());

    // Then
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Proved.class, proved -> assertThat(proved.samples()).isEqualTo(3));
    assertThat(samples.samples().getFirst().vector()).containsExactly(0.6f, 0.8f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.6 0.79", "0.6 0.8001", "-0.6 -0.8"})
  void shouldSeeAnotherVector(final String text) {
    // Given: the model takes a text for its vector
    final GoldenSamples samples = GoldenSamples.of(List.of(new Sample(text, List.of(), List.of(0.6f, 0.8f))));

    // When
    final Outcome outcome = samples.compare(new ToldVectors());

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Differs(1, "expected another vector"));
  }

  @Test
  void shouldAllowAVectorThatIsNearInRelationToItsLength() {
    // Given
    final GoldenSamples samples = GoldenSamples.of(List.of(new Sample("60 80.009", List.of(), List.of(60f, 80f))));

    // When
    final Outcome outcome = samples.compare(new ToldVectors());

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Proved.class);
  }

  @Test
  void shouldSeeThatAModelGivesNoVectors() {
    // Given
    final GoldenSamples samples = GoldenSamples.of(List.of(new Sample("Upper", List.of(), List.of(0.6f, 0.8f))));

    // When
    final Outcome outcome = samples.compare(FIRST_BYTE);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Differs(1, "expected a vector of 2 numbers, got none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "",
      "\n",
      "secret",
      "[\"secret\"]",
      "{\"text\":\"secret\"}",
      "{\"labels\":[{\"name\":\"a\",\"score\":1}]}",
      "{\"text\":\"secret\",\"labels\":[]}",
      "{\"text\":\"secret\",\"labels\":{\"name\":\"a\"}}",
      "{\"text\":\"secret\",\"labels\":[{\"name\":\"a\"}]}",
      "{\"text\":\"secret\",\"labels\":[{\"score\":0.5}]}",
      "{\"text\":\"secret\",\"labels\":[{\"name\":\"a\",\"score\":\"0.5\"}]}",
      "{\"text\":\"secret\",\"labels\":[{\"name\":\"a\",\"score\":-0.1}]}",
      "{\"text\":\"secret\",\"labels\":[{\"name\":\"a\",\"score\":1.1}]}",
      "{\"text\":\"secret\",\"labels\":[{\"name\":\"a\",\"score\":1e999}]}",
      "{\"text\":\"secret\",\"labels\":[{\"name\":\"a\",\"score\":NaN}]}",
      "{\"text\":\"secret\",\"labels\":[{\"name\":\"a\",\"score\":0.5},{\"name\":\"a\",\"score\":0.5}]}",
      "{\"text\":\"secret\",\"text\":\"secret\",\"labels\":[{\"name\":\"a\",\"score\":0.5}]}",
      "{\"text\":\"secret\",\"secret\":1,\"labels\":[{\"name\":\"a\",\"score\":0.5}]}",
      "{\"text\":\"secret\\ud800\",\"labels\":[{\"name\":\"a\",\"score\":0.5}]}",
      "{\"text\":\"secret\",\"labels\":[{\"name\":\"a\",\"score\":0.5}]} {}",
      "{\"text\":\"secret\",\"labels\":[{\"name\":\"a\",\"score\":0.5}]",
      "{\"text\":\"secret\",\"vector\":[]}",
      "{\"text\":\"secret\",\"vector\":0.5}",
      "{\"text\":\"secret\",\"vector\":[0.5,\"secret\"]}",
      "{\"text\":\"secret\",\"vector\":[0.5,1e999]}",
      "{\"text\":\"secret\",\"labels\":[{\"name\":\"a\",\"score\":0.5}],\"vector\":[0.5]}"
  })
  void shouldRefuseWhatIsNotInTheFormatWithoutQuotingIt(final String file) {
    assertThatThrownBy(() -> GoldenSamples.read(file.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(GoldenSamples.UnreadableException.class)
        .hasMessageMatching("the file has no golden sample|line 1: .*")
        .hasMessageNotContaining("secret");
  }

  @Test
  void shouldRefuseBytesThatAreNotUtf8() {
    assertThatThrownBy(() -> GoldenSamples.read("{\"text\":\"ü\",\"labels\":[{\"name\":\"a\",\"score\":0.5}]}".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(GoldenSamples.UnreadableException.class);
  }

  @Test
  void shouldRefuseMoreThanIsAllowed() {
    final String line = "{\"text\":\"\",\"labels\":[{\"name\":\"a\",\"score\":0.5}]}\n";
    final String labels = "{\"name\":\"%d\",\"score\":0.1},".repeat(11);

    assertThatThrownBy(() -> GoldenSamples.read(new byte[GoldenSamples.MOST_BYTES + 1])).hasMessageContaining("1048577 bytes");
    assertThatThrownBy(() -> GoldenSamples.read(line.repeat(1001).getBytes(StandardCharsets.UTF_8))).hasMessageContaining("line 1001");
    assertThatThrownBy(() -> GoldenSamples.read(("{\"text\":\"\",\"labels\":[" + labels + "]}").getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("at most 10");
  }

  @Test
  void shouldStandBesideTheModel() {
    assertThat(GoldenSamples.beside(Path.of("models", "topic.ftz"))).isEqualTo(Path.of("models", "topic.ftz.golden.jsonl"));
  }
}
