package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.labelstream.cli.model.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each model that lies in the repository is what the paper beside it says, and still labels as it did. */
class BundledModelsTest {
  private static final Path MODELS = Path.of("models");
  private static final Path BANKING = Path.of("../shared/data/intents/banking77/test.csv");
  private static final Path TICKETS = Path.of("../shared/data/streams/it_tickets.csv");
  private static final Path TITLES = Path.of("../shared/data/xmc/yso-titles-en");
  private static final Path PACKAGES = Path.of("../shared/data/xmc/debian-depends");
  private static final int TICKETS_TO_TRAIN = 43_000;

  @TempDir private Path folder;

  static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.list(MODELS)) {
      return files.filter(file -> file.toString().endsWith(".ftz") || file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  @Test
  void shouldBundleModelsForSeveralTasks() throws Exception {
    assertThat(models()).extracting(model -> model.getFileName().toString())
        .containsExactly("banking77.safetensors", "clinc150.safetensors", "common-voice-83.ftz", "debian-depends.safetensors", "english-sentences.safetensors", "it-tickets.ftz", "lid.176.ftz",
            "topics.safetensors", "yso-titles.safetensors");
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldProveItsGoldenSamples(final Path model) {
    // When
    final Cli.Result result = Cli.run("verify", model.toString());

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("golden samples  50, all proved");
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldSayItsBytesDigestAndLicence(final Path model) throws Exception {
    // Given
    final String name = model.getFileName().toString();

    // When
    final String text = Files.readString(MODELS.resolve(name.substring(0, name.lastIndexOf('.')) + ".LICENSE.md"));

    // Then
    assertThat(text).startsWith("# `" + name + "`\n").contains(
        String.format(Locale.ROOT, "| file | `%s`, %,d bytes", name, Files.size(model)), "| SHA-256 | `" + Models.sha256(model) + "` |", "| licence | [",
        "## Golden samples");
    assertThat(Files.readString(Path.of("README.md"))).contains("(models/" + name.substring(0, name.lastIndexOf('.')) + ".LICENSE.md)");
  }

  @Test
  void shouldLabelCustomersQuestionsAsItsPaperSays() {
    // Given
    assumeThat(BANKING).as("BANKING77's test split, which is not in the repository").exists();

    // When
    final Cli.Result result = Cli.run(
        "evaluate", "models/banking77.safetensors", BANKING.toString(), "--label-column", "category", "--text-column", "text", "--fail-under", "0.89");

    // Then
    assertThat(result.status()).isZero();
  }

  @Test
  void shouldLabelTicketsAsItsPaperSays() throws Exception {
    // Given
    assumeThat(TICKETS).as("the IT service tickets, which are not in the repository").exists();
    final List<String> lines = Files.readAllLines(TICKETS);
    final String tickets = lines.getFirst() + "\n" + String.join("\n", lines.subList(TICKETS_TO_TRAIN + 1, lines.size())) + "\n";

    // When
    final Cli.Result result = Cli.runWith(
        tickets, "evaluate", "models/it-tickets.ftz", "-", "--data-format", "csv", "--label-column", "Topic_group", "--text-column", "Document",
        "--fail-under", "0.84");

    // Then
    assertThat(result.status()).isZero();
  }

  @Test
  void shouldGiveTitlesTheirSubjectsAsItsPaperSays() throws Exception {
    // Given
    assumeThat(TITLES).as("the titles with subjects of YSO, which are not in the repository").exists();
    final Path names = folder.resolve("names.tsv");
    Files.write(names, Files.readAllLines(TITLES.resolve("labels.tsv")).stream().map(line -> line.split("\t")).collect(namesOfSubjects()));

    // When
    final Cli.Result result = Cli.run(
        "evaluate", "models/yso-titles.safetensors", TITLES.resolve("test.tsv").toString(), "--label-separator", ",", "--label-names", names.toString(),
        "--fail-under", "0.354");

    // Then
    assertThat(result.status()).as(result.err()).isZero();
  }

  @Test
  void shouldTellWhatPackagesDependOnAsItsPaperSays() {
    // Given
    assumeThat(PACKAGES).as("the packages with dependencies, which are not in the repository").exists();

    // When
    final Cli.Result result = Cli.run(
        "evaluate", "models/debian-depends.safetensors", PACKAGES.resolve("test.tsv").toString(), "--label-separator", ",", "--label-names",
        PACKAGES.resolve("labels.json").toString(), "--fail-under", "0.805");

    // Then
    assertThat(result.status()).as(result.err()).isZero();
  }

  /** Lines of ids and names; names of several subjects have YSO's id behind them. */
  private static Collector<String[], ?, List<String>> namesOfSubjects() {
    return Collectors.collectingAndThen(Collectors.toList(), subjects -> {
      final Map<String, Long> uses = subjects.stream().collect(Collectors.groupingBy(subject -> subject[2], Collectors.counting()));
      return subjects.stream().map(subject -> subject[0] + "\t" + subject[2] + (uses.get(subject[2]) > 1 ? " (" + subject[1] + ")" : "")).toList();
    });
  }

  @ParameterizedTest
  @CsvSource({
      "models/banking77.safetensors,I am still waiting on my card?,__label__card_arrival",
      "models/topics.safetensors,The goalkeeper saved two penalties in the final,sport",
      "models/topics.safetensors,Shares fell after the bank reported a loss,business",
      "models/clinc150.safetensors,how would you say fly in italian,__label__translate",
      "models/debian-depends.safetensors,python3 module for parsing dns zone files,python3",
      "models/yso-titles.safetensors,Atlas of breeding birds in the Baltic Sea region,avifauna"})
  void shouldKnowWhatIsMeant(final String model, final String text, final String label) {
    assertThat(Cli.runWith(text + "\n", "classify", "--model", model).out()).startsWith(label + " ");
  }
}
