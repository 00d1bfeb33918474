package io.labelstream.keywords;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.cli.verb.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One package and two lines in service files are all that a family needs to have the verbs of model files and of training. */
class KeywordVerbsTest {
  @TempDir private Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void writeTexts() throws Exception {
    data = Files.writeString(folder.resolve("data.tsv"), Texts.lines(400));
    model = folder.resolve("topics.safetensors");
  }

  @Test
  void shouldTrainWithOptionsOfTheFamilyAndTellThemInTheCard() throws Exception {
    // When
    final Cli.Result result = train("--words", "20", "--min-count", "2", "--hold-out", "0.2", "--samples", "5");

    // Then
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).contains("texts counted");
    assertThat(result.out()).contains("  training     1 pass in ", ", 40 words\n", "accuracy 1.0000 on ");
    assertThat(Files.readString(Path.of(model + ".card.md"))).contains(
        "| family | keywords, format version 1 |", "| words of a label | 20 |", "| least count of words | 2 |", "| seed | 0 |",
        "`labelstream train keywords " + data + " --out " + model + " --words 20");
    assertThat(Cli.run("verify", model.toString()).out()).contains("golden samples  5, all proved");
  }

  @Test
  void shouldInspectMeasureAndClassify() {
    // Given
    train();

    // When
    final Cli.Result inspected = Cli.run("inspect", "--memory", model.toString());
    final Cli.Result measured = Cli.run("evaluate", model.toString(), data.toString(), "--fail-under", "1");
    final Cli.Result classified = Cli.runWith("food3 and food4\n", "classify", "--model", model.toString());

    // Then
    assertThat(inspected.out()).contains("keywords");
    assertThat(measured.status()).as(measured.err()).isZero();
    assertThat(measured.out()).doesNotContain("coverage");
    assertThat(classified.out()).startsWith("food 1.0");
  }

  @Test
  void shouldKeepSpacesWithinLabelsInAllVerbs() throws Exception {
    // Given
    final Path spaced = Files.writeString(folder.resolve("spaced.tsv"), Texts.lines(400).replace("food\t", "food  and wine\t"));
    final Path copy = folder.resolve("copy.safetensors");

    // When
    final Cli.Result trained = Cli.run("train", "keywords", spaced.toString(), "--out", model.toString(), "--min-count", "2");
    final Cli.Result measured = Cli.run("evaluate", model.toString(), spaced.toString(), "--fail-under", "0.99");
    final Cli.Result compressed = Cli.run("compress", model.toString(), "--data", spaced.toString(), "--out", copy.toString());
    final Cli.Result text = Cli.runWith("food3 and food4\n", "classify", "--model", model.toString());
    final Cli.Result json = Cli.runWith("food3 and food4\n", "classify", "--model", model.toString(), "--format", "json");

    // Then
    assertThat(List.of(trained.status(), measured.status(), compressed.status())).as(trained.err() + measured.err() + compressed.err()).containsOnly(0);
    assertThat(measured.out()).containsPattern("\n +food  and wine +\\d+ ");
    assertThat(text.out()).startsWith("food__and_wine 1.0");
    assertThat(json.out()).startsWith("[{\"name\":\"food  and wine\",\"score\":1.0");
    assertThat(Files.readString(Path.of(model + ".golden.jsonl"))).contains("\"food  and wine\"");
    assertThat(Cli.run("verify", model.toString()).out()).contains(" golden samples ", "all proved");
  }

  @Test
  void shouldMakeTheNamesBesideIdsTheLabelsOfTheModel() throws Exception {
    // Given
    final String names = Files.writeString(folder.resolve("names.tsv"), "food\tfood and wine\t12\ndrink\tdrink\t3\n").toString();

    // When
    final Cli.Result trained = train("--label-names", names);
    final Cli.Result measured = Cli.run("evaluate", model.toString(), data.toString(), "--label-names", names, "--fail-under", "0.99");

    // Then
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(measured.status()).as(measured.err()).isZero();
    assertThat(measured.out()).contains("food and wine");
    assertThat(Files.readString(Path.of(model + ".card.md"))).contains("`food and wine` ", " --label-names " + names);
  }

  @Test
  void shouldCompressWithOptionsOfTheFamilyOfTheFile() throws Exception {
    // Given
    train();
    final Path small = folder.resolve("small.safetensors");
    final long limit = Files.size(model) * 2 / 3;

    // When
    final Cli.Result result = Cli.run(
        "compress", "--keep-words", "3", model.toString(), "--data", data.toString(), "--size", Long.toString(limit), "--out", small.toString());
    final Cli.Result tooSmall = Cli.run(
        "compress", model.toString(), "--keep-words", "3", "--data", data.toString(), "--size", "10", "--out", folder.resolve("none.safetensors").toString());

    // Then
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(Files.size(small)).isLessThanOrEqualTo(limit);
    assertThat(result.out()).containsPattern("STEP +WORDS +ACCURACY").containsPattern("pruned +\\d+ ");
    assertThat(Files.readString(Path.of(small + ".card.md"))).contains("| limit | " + limit + " bytes |", "| words to keep at least | 3 |");
    assertThat(tooSmall.status()).isEqualTo(ExitCode.COMPRESSION_IMPOSSIBLE.code());
    assertThat(tooSmall.errors()).last().asString().contains("the limit of 10 bytes is too small for 3 words");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--measure=precision", "--size=600"})
  void shouldMakeTheSameModelAgainByTheCommandsThatTuneShows(final String option) throws Exception {
    // When
    final Cli.Result tuned =
        Cli.run("tune", "keywords", data.toString(), "--out", model.toString(), "--time", "2s", "--samples", "0", "--threads", "1", option);
    final byte[] found = Files.readAllBytes(model);
    for (final String command : tuned.lines().stream().map(String::strip).filter(line -> line.startsWith("labelstream ")).toList()) {
      final Stream<String> words = Stream.concat(Arrays.stream(command.split(" ")).skip(1), Stream.of("--force", "--samples=0"));
      assertThat(Cli.run(words.toArray(String[]::new)).status()).isZero();
    }

    // Then
    assertThat(tuned.status()).as(tuned.err()).isZero();
    assertThat(tuned.errors()).first().asString().startsWith("trial   1  precision ").contains("words 10");
    assertThat(tuned.out()).contains("labelstream train keywords ");
    assertThat(Files.readAllBytes(model)).isEqualTo(found).hasSizeLessThan(option.startsWith("--size") ? 601 : Integer.MAX_VALUE);
  }

  @Test
  void shouldConvertToTheFormsThatTheFamilyHasAndRefuseOthers() {
    // Given
    train("--samples", "5");
    final Path copy = folder.resolve("copy.safetensors");

    // When
    final Cli.Result converted = Cli.run("convert", model.toString(), "--out", copy.toString());
    final Cli.Result refused = Cli.run("convert", model.toString(), "--out", folder.resolve("copy.ftz").toString());

    // Then
    assertThat(converted.status()).as(converted.err()).isZero();
    assertThat(Cli.run("verify", copy.toString()).out()).contains("golden samples  5, all proved");
    assertThat(refused.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.errors()).containsExactly(
        "labelstream: '" + folder.resolve("copy.ftz") + "' is not the name of a model of the family keywords; name a .safetensors file");
  }

  @ParameterizedTest
  @CsvSource({"train,--min-count", "tune,--time"})
  void shouldShowTheOptionsOfTheFamilyThatIsNamed(final String verb, final String expected) {
    // When
    final Cli.Result named = Cli.run(verb, "keywords", "--help");
    final Cli.Result usual = Cli.run(verb, "fasttext", "--help");

    // Then
    assertThat(named.out()).startsWith("Usage: labelstream " + verb + " keywords [").contains(expected, "labelstream " + verb + " keywords train.txt")
        .doesNotContain("--loss");
    assertThat(usual.out()).contains("--loss");
  }

  @Test
  void shouldTakeAFileOfTheNameOfAFamilyForAFileWhereItIsGivenAsAPath() throws Exception {
    // When
    final Cli.Result result = Cli.run("train", "./keywords", "--out", folder.resolve("m.bin").toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.FILE_UNREADABLE.code());
    assertThat(result.errors()).containsExactly("labelstream: './keywords' does not exist; check the path");
  }

  @ParameterizedTest
  @CsvSource({"--words=0,the words of a label are 0", "--epochs=3,unknown option: '--epochs=3'"})
  void shouldRefuseWhatTheFamilyDoesNotTake(final String option, final String expected) {
    // When
    final Cli.Result result = train(option);

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains(expected);
    assertThat(model).doesNotExist();
  }

  private Cli.Result train(final String... options) {
    return Cli.run(Stream.concat(Stream.of("train", "keywords", data.toString(), "--out", model.toString()), List.of(options).stream()).toArray(String[]::new));
  }
}
