package io.labelstream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.Cli;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.fixture.SharedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifyCommandTest {
  private static final String MODEL = "models/lid.176.ftz";

  @TempDir private Path directory;

  @Test
  void shouldGiveALineForEachLineWithThePrefixAndSixDecimals() {
    // When
    final Cli.Result result = Cli.runWith("Wie spät ist es?\nQuelle heure est-il ?\n今何時ですか", "classify", "--model", MODEL);

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.lines()).hasSize(3).allMatch(line -> line.matches("__label__[a-z]+ [01]\\.\\d{6}"));
    assertThat(result.lines()).extracting(line -> line.split(" ")[0]).containsExactly("__label__de", "__label__fr", "__label__ja");
    assertThat(result.out()).endsWith("\n").doesNotContain(" \n");
  }

  @Test
  void shouldGiveUpToTopLabelsBestFirst() {
    // When
    final Cli.Result result = Cli.runWith("Det var en gang\n", "classify", "--model", MODEL, "--top", "3");

    // Then
    final String[] fields = result.lines().getFirst().split(" ");
    assertThat(fields).hasSize(6);
    assertThat(List.of(fields[1], fields[3], fields[5]).stream().map(Double::valueOf).toList())
        .isSortedAccordingTo((one, other) -> Double.compare(other, one));
  }

  @Test
  void shouldGiveAnEmptyLineWhenNoLabelReachesTheThreshold() {
    // When
    final Cli.Result result = Cli.runWith("zxqj\nDas ist ein ganz gewöhnlicher Satz.\n",
        "classify", "--model", MODEL, "--threshold", "0.9");

    // Then
    assertThat(result.lines()).hasSize(2);
    assertThat(result.lines().getFirst()).isEmpty();
    assertThat(result.lines().getLast()).startsWith("__label__de ");
  }

  @Test
  void shouldGiveALineForAnEmptyLine() {
    assertThat(Cli.runWith("\n\n", "classify", "--model", MODEL).lines()).hasSize(2);
    assertThat(Cli.runWith("", "classify", "--model", MODEL).out()).isEmpty();
  }

  @Test
  void shouldWriteAnArrayALineAsJson() throws IOException {
    // When
    final Cli.Result result = Cli.runWith("Das ist ein ganz gewöhnlicher Satz.\nzxqj\n",
        "classify", "--model", MODEL, "--format", "json", "--threshold", "0.5");

    // Then
    final ObjectMapper mapper = new ObjectMapper();
    final JsonNode first = mapper.readTree(result.lines().getFirst());
    assertThat(first).hasSize(1);
    assertThat(first.get(0).get("name").asText()).isEqualTo("de");
    assertThat(first.get(0).get("score").asDouble()).isBetween(0.5, 1.00002);
    assertThat(result.lines().getLast()).isEqualTo("[]");
  }

  @Test
  void shouldTakeALineOfManyMegabytes() {
    // Given
    final byte[] input = new byte[5 << 20];
    final byte[] sentence = "Das ist ein ganz gewöhnlicher Satz. ".getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < input.length; at++) {
      input[at] = sentence[at % sentence.length];
    }

    // When
    final Cli.Result result = Cli.runWith(input, "classify", "--model", MODEL);

    // Then
    assertThat(result.lines()).singleElement().asString().startsWith("__label__de ");
  }

  @ParameterizedTest
  @CsvSource({
    "lid.176.ftz, multilingual, lid.176",
    "lid.176.ftz, edge, lid.176",
    "cooking_hs.bin, cooking, cooking_hs",
    "cooking_ova_qout.ftz, edge, cooking_ova_qout"
  })
  void shouldPrintWhatTheReferencePrints(final String model, final String texts, final String expectedModel) throws IOException {
    // Given
    final byte[] input = Files.readAllBytes(SharedFiles.need("golden/texts/" + texts + ".txt"));
    final List<String> expected = Files.readAllLines(SharedFiles.need("golden/expected/" + expectedModel + "." + texts + ".txt"));
    final String file = SharedFiles.need("golden/models/" + model).toString();

    // When
    final Cli.Result result = Cli.runWith(input, "classify", "--model", file, "--top", "5");

    // Then
    assertThat(result.lines()).hasSameSizeAs(expected);
    for (int line = 0; line < expected.size(); line++) {
      final String[] ours = result.lines().get(line).split(" ");
      final String[] theirs = expected.get(line).split(" ");
      assertThat(scores(ours)).as("line %d", line + 1).hasSameSizeAs(scores(theirs));
      for (int rank = 0; rank < scores(theirs).length; rank++) {
        assertThat(scores(ours)[rank]).as("line %d, rank %d", line + 1, rank + 1).isCloseTo(scores(theirs)[rank], within(1.1e-5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many"})
  void shouldRefuseATopThatIsNoPositiveNumber(final String top) {
    assertThat(Cli.run("classify", "--model", MODEL, "--top", top).status()).isEqualTo(ExitCode.USAGE.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.1", "NaN", "half"})
  void shouldRefuseAThresholdOutOfRange(final String threshold) {
    assertThat(Cli.run("classify", "--model", MODEL, "--threshold", threshold).status()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void shouldNameAModelThatIsMissing() {
    // When
    final Cli.Result result = Cli.run("classify", "--model", "missing.ftz");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.FILE_UNREADABLE.code());
    assertThat(result.errors()).singleElement().asString().contains("'missing.ftz' does not exist");
  }

  @Test
  void shouldSayWhyAModelIsRefused() throws IOException {
    // Given
    final byte[] whole = Files.readAllBytes(Path.of(MODEL));
    final Path truncated = Files.write(directory.resolve("half.ftz"), Arrays.copyOf(whole, whole.length / 2));

    // When
    final Cli.Result result = Cli.run("classify", "--model", truncated.toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.MODEL_REFUSED.code());
    assertThat(result.errors()).singleElement().asString().contains("half.ftz", "TRUNCATED");
  }

  private static double[] scores(final String[] fields) {
    final double[] scores = new double[fields.length / 2];
    for (int rank = 0; rank < scores.length; rank++) {
      scores[rank] = Double.parseDouble(fields[2 * rank + 1]);
    }
    return scores;
  }
}
