package io.labelstream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.Cli;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.fixture.FastTextModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    assertThat(result.out()).contains("  accuracy     0.5000; 0.6667 without texts whose labels the model does not have\n", "  texts        3\n", "1 without a label, 1 whose labels the model does not have",
            "  unknown      z (1)\n", "  not in data  c\n")
        .containsPattern("best label +0\\.6667 +0\\.6667 +0\\.6667\n").containsPattern("a +2 +1 +1\\.0000 +0\\.5000 +0\\.6667\n")
        .containsPattern("TAKEN FOR +TEXTS\n +a +b +1\n");
  }

  @Test
  void shouldRefusePairsForAModelWithoutVectors() throws Exception {
    // When
    final Cli.Result result = Cli.run("evaluate", model, "--pairs", data("p.csv", "a,b,1\nc,d,2\n"));

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.MODEL_REFUSED.code());
    assertThat(result.err()).hasLineCount(1).contains(model, "fasttext, which gives no vectors, expected a model that does");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d.txt --pairs p.csv", "--pairs p.csv --hold-out 0.1", "--pairs p.csv --text-column 1,2,3"})
  void shouldRefuseOptionsThatDoNotGoTogether(final String words) throws Exception {
    // When
    final Cli.Result result = Cli.run(("evaluate " + model + " " + words).strip().split(" "));

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("expected");
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
    assertThat(json.has("speed")).isFalse();
  }

  @Test
  void shouldTellHowFrequentAndRareLabelsFareWhereTrainingIsKnown() throws Exception {
    // Given
    final String training = data("t.tsv", "a\talpha\n".repeat(20) + "b\tbeta\n".repeat(5) + "c\tgamma\n");
    final String data = data("d.tsv", "a\talpha\nb\tbeta\nc\talpha\n");

    // When
    final Cli.Result result = Cli.run("evaluate", model, data, "--training", training, "--top", "2");
    final Cli.Result json = Cli.run("evaluate", model, data, "--training", training, "--format", "json");

    // Then
    assertThat(result.out()).containsPattern("K +P@K +R@K +NDCG@K +PSP@K\n +1 +0\\.6667 +0\\.6667 +0\\.6667 +0\\.5\\d+\n +2 ")
        .containsPattern("LABELS +NUMBER +TEXTS IN TRAINING +TEXTS +PRECISION +RECALL +F1\n +head +1 +20 +1 .*\n +tail +2 +1 to 5 +2 ");
    assertThat(new ObjectMapper().readTree(json.out()).at("/rankings/0/psp").asDouble()).isBetween(0.5, 0.6);
    assertThat(new ObjectMapper().readTree(json.out()).at("/bands/1/recall").asDouble()).isEqualTo(0.5);
  }

  @Test
  void shouldCountTheTextsThatAreNotHeldOutAsTraining() throws Exception {
    // Given
    final StringBuilder lines = new StringBuilder();
    for (int line = 0; line < 200; line++) {
      lines.append(line % 5 == 0 ? "b\tbeta " : "a\talpha ").append(line).append('\n');
    }

    // When
    final Cli.Result result = Cli.run("evaluate", model, data("d.tsv", lines.toString()), "--hold-out", "0.3");

    // Then
    assertThat(result.out()).containsPattern("PSP@K\n +1 .* 1\\.0000\n").containsPattern("head +1 +1\\d\\d ").containsPattern("tail +2 +0 to [23]\\d ");
  }

  @Test
  void shouldTimeTextsWhereThereAreMany() throws Exception {
    // When
    final Cli.Result result = Cli.run("evaluate", model, data("d.tsv", "a\talpha\nb\tbeta\n".repeat(500)));
    final Cli.Result few = Cli.run("evaluate", model, data("f.tsv", "a\talpha\nb\tbeta\n".repeat(499)));

    // Then
    assertThat(result.out()).containsPattern("speed +[\\d,]+ texts/s").containsPattern("time a text +p50 [\\d.,]+ µs, p95 [\\d.,]+ µs, p99 [\\d.,]+ µs\n");
    assertThat(few.out()).doesNotContain("speed", "time a text");
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
  void shouldMeasureWithTheTextsThatTrainingHoldsOut() throws Exception {
    // Given
    final StringBuilder lines = new StringBuilder();
    for (int line = 0; line < 200; line++) {
      lines.append(line % 2 == 0 ? "__label__a alpha " : "__label__b beta ").append(line).append('\n');
    }
    final String data = data("d.txt", lines.toString());
    final String trained = folder.resolve("t.bin").toString();
    final Cli.Result training = Cli.run("train", data, "--hold-out", "0.3", "--seed", "7", "--out", trained, "--dimensions", "4", "--samples", "0");

    // When
    final Cli.Result result = Cli.run("evaluate", trained, data, "--hold-out", "0.3", "--seed", "7");

    // Then
    final Matcher texts = Pattern.compile("accuracy ([0-9.]+) on ([0-9]+) texts").matcher(training.out());
    assertThat(texts.find()).isTrue();
    assertThat(result.out()).contains(" on " + data + " (held out)\n", "  accuracy     " + texts.group(1) + "\n", "  texts        " + texts.group(2) + "\n");
    assertThat(Integer.parseInt(texts.group(2))).isBetween(30, 90);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "d.csv|a,alpha\\nb,beta, gamma\\n|line 2 of 'FILE': the row has 3 cells, expected 2", "d.tsv|label\\ttext\\na\\talpha\\n|say so with --header",
      "d.txt|#a alpha\\n#b beta\\n|(--label-prefix names it)", "d.csv|kind,body\\na,alpha\\n|no column is named 'text'; the columns are 'kind', 'body'"})
  void shouldNotMeasureWithDataThatIsReadWrongly(final String name, final String content, final String expected) throws Exception {
    // Given
    final String data = data(name, content.translateEscapes());

    // When
    final Cli.Result result =
        content.startsWith("kind") ? Cli.run("evaluate", model, data, "--label-column", "kind", "--text-column", "text") : Cli.run("evaluate", model, data);

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(result.errors()).singleElement().asString().contains(expected.replace("FILE", data));
  }

  @Test
  void shouldRefuseTextsWhoseLabelsTheModelDoesNotHave() throws IOException {
    // Given
    final String data = data("ids.txt", "__label__17 alpha\n__label__4 beta\n");

    // When
    final Cli.Result result = Cli.run("evaluate", model, data);

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("none of the labels of '" + data + "', such as '17', is one of the model", "--label-names");
  }

  @Test
  void shouldShowNamesOfColumnsAndLabelsWithoutWhatActsOnATerminal() throws Exception {
    // Given
    final String data = data("d.tsv", "kind\tbo\u001B[2Jdy\u202E\na\u001B]0;x\u0007\talpha\n");

    // When
    final Cli.Result columns = Cli.run("evaluate", model, data, "--label-column", "kind", "--text-column", "text");
    final Cli.Result labels = Cli.run("train", data, "--header", "--out", folder.resolve("t.bin").toString());

    // Then
    assertThat(columns.errors()).singleElement().asString().contains("the columns are 'kind', 'bo").doesNotContain("\u001B", "\u202E");
    assertThat(labels.errors()).last().asString().contains("has only one label, 'a").doesNotContain("\u001B", "\u0007");
  }

  @Test
  void shouldPassOverRowsThatCannotBeReadIfToldAndSaySo() throws Exception {
    // Given
    final String data = data("d.csv", "a,alpha\nb,beta, gamma\nb,beta\n");

    // When
    final Cli.Result result = Cli.run("evaluate", model, data, "--skip-unreadable");

    // Then
    assertThat(result.out()).contains("  accuracy     1.0000\n", "  texts        2\n");
    assertThat(result.errors()).containsExactly("labelstream: warning: 1 example of '" + data + "' cannot be read and was left out; the first, line 2 of '" + data
        + "': the row has 3 cells, expected 2 as in the first row; is there a comma in a cell without quotes?");
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
      "just text|fasttext|has no text with a label among 1 texts", "one column|tsv|line 1 of", "{}|json|has no string in field \"text\"",
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
  @ValueSource(strings = {"--top=0", "--threshold=2", "--fail-under=50", "--labels=-1", "--label-column=0", "--label-separator=ab", "--text-column=label",
      "--hold-out=1", "--label-prefix=", "--data-format=csv --label-prefix=#"})
  void shouldRefuseAWrongOption(final String option) throws Exception {
    assertThat(Cli.run(("evaluate " + model + " " + data("d.txt", "__label__a b\n") + " " + option).split(" ")).status()).isEqualTo(ExitCode.USAGE.code());
  }

  private String data(final String name, final String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }
}
