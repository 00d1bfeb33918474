package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.fixture.FastTextModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateCommandTest {
  @TempDir private Path folder;
  private String model;

  /** A model that takes a word for the label in its place: alpha a, beta b, gamma c. */
  @BeforeEach
  void writeModel() throws IOException {
    model = Files.write(folder.resolve("m.bin"), new FastTextModelFile(1).dimensions(3)
        .input(0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 9).output(1, 0, 0, 0, 1, 0, 0, 0, 1).bytes()).toString();
  }

  @Test
  void shouldShowHowGoodAModelIs() throws Exception {
    // When
    final Cli.Result result = Cli.run("evaluate", model, data("d.txt", "__label__a alpha\n__label__a beta\n__label__b beta\n__label__z gamma\nalpha\n"));

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.lines()).first().isEqualTo(model + " on " + folder.resolve("d.txt"));
    assertThat(result.out()).contains("  accuracy     0.5000\n", "  texts        3\n", "1 without a label, 1 whose labels the model does not have",
            "  unknown      z (1)\n", "  not in data  c\n")
        .containsPattern("best label +0\\.6667 +0\\.6667 +0\\.6667\n").containsPattern("a +2 +1 +1\\.0000 +0\\.5000 +0\\.6667\n")
        .containsPattern("TAKEN FOR +TEXTS\n +a +b +1\n");
  }

  @Test
  void shouldGiveAllAsJson() throws Exception {
    // When
    final Cli.Result result = Cli.run("evaluate", model, data("d.tsv", "a\talpha\nb\talpha\n"), "--format", "json", "--top", "2");

    // Then
    final JsonNode json = new ObjectMapper().readTree(result.out());
    assertThat(json.at("/accuracy").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/texts/measured").asInt()).isEqualTo(2);
    assertThat(json.at("/top").size()).isEqualTo(2);
    assertThat(json.at("/labels/0/name").asText()).isEqualTo("a");
    assertThat(json.at("/confusions/0/takenFor").asText()).isEqualTo("a");
    assertThat(json.at("/calibration/probabilities").asText()).isEqualTo("one-of-all");
    assertThat(json.at("/calibration/bins").size()).isEqualTo(15);
    assertThat(json.at("/speed/textsPerSecond").asDouble()).isPositive();
  }

  @Test
  void shouldReadNamedColumnsFromStandardInput() {
    // When
    final Cli.Result result = Cli.runWith("title,kind,body\n\"alpha, alpha\",a,x\ny,b,beta\n", "evaluate", model, "-", "--data-format", "csv",
        "--label-column", "kind", "--text-column", "title,body");

    // Then
    assertThat(result.out()).contains("on standard input\n", "  accuracy     1.0000\n");
  }

  @Test
  void shouldReadNamedFieldsOfJsonAndSeveralLabelsInOne() throws Exception {
    // Given
    final String data = data("d.jsonl", "{\"body\":\"alpha beta\",\"kinds\":\"a, b\",\"text\":\"gamma\",\"label\":\"c\"}\n");

    // When
    final Cli.Result result =
        Cli.run("evaluate", model, data, "--label-column", "kinds", "--text-column", "body", "--label-separator", ",", "--top", "2");

    // Then
    assertThat(result.out()).containsPattern("best 2 +1\\.0000 +1\\.0000 +1\\.0000\n");
  }

  @Test
  void shouldFailBelowWhatIsAskedFor() throws Exception {
    // Given
    final String data = data("d.txt", "__label__a alpha\n__label__a beta\n");

    // When
    final Cli.Result enough = Cli.run("evaluate", model, data, "--fail-under", "0.5");
    final Cli.Result tooFew = Cli.run("evaluate", model, data, "--fail-under", "0.51");

    // Then
    assertThat(enough.status()).isZero();
    assertThat(tooFew.status()).isEqualTo(ExitCode.BELOW_TARGET.code());
    assertThat(tooFew.errors()).containsExactly("labelstream: the accuracy is 0.5000, expected at least 0.51");
    assertThat(tooFew.out()).contains("accuracy");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "just text|fasttext|has no text with a label among 1 texts", "one column|tsv|line 1 of", "{}|json|has no string \"text\"",
      "just text||cannot be told; name the format"})
  void shouldRefuseDataThatIsNotOfItsFormatInOneLine(final String content, final String format, final String expected) throws Exception {
    // Given
    final String data = data("d", content + "\n");

    // When
    final Cli.Result result = format == null ? Cli.run("evaluate", model, data) : Cli.run("evaluate", model, data, "--data-format", format);

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(result.errors()).singleElement().asString().contains(expected);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void shouldNameDataThatIsMissing() {
    // When
    final Cli.Result result = Cli.run("evaluate", model, folder.resolve("none").toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.FILE_UNREADABLE.code());
    assertThat(result.errors()).containsExactly("labelstream: '" + folder.resolve("none") + "' does not exist; check the path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--top=0", "--threshold=2", "--fail-under=50", "--labels=-1", "--label-column=0", "--label-separator=ab", "--text-column=label"})
  void shouldRefuseAWrongOption(final String option) throws Exception {
    assertThat(Cli.run("evaluate", model, data("d.txt", "__label__a b\n"), option).status()).isEqualTo(ExitCode.USAGE.code());
  }

  private String data(final String name, final String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }
}
