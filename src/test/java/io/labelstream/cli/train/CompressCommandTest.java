package io.labelstream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.cli.CliProcess;
import io.labelstream.cli.model.ModelCard;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressCommandTest {
  private static final int WORDS = 400;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void train() throws IOException {
    data = Files.writeString(folder.resolve("data.txt"), texts());
    model = folder.resolve("m.bin");
    assertThat(Cli.run("train", data.toString(), "--out", model.toString(), "--dimensions", "8", "--learning-rate", "0.5", "--samples", "0").status()).isZero();
    Files.delete(ModelCard.beside(model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.ftz", "small.safetensors"})
  void shouldKeepToTheSizeAndLabelAsBefore(final String name) throws Exception {
    // Given
    final Path small = folder.resolve(name);

    // When
    final Cli.Result result = compress(small, "--size", "7KiB", "--hold-out", "0.2", "--samples", "5");

    // Then
    assertThat(result.status()).isZero();
    assertThat(Files.size(small)).isLessThanOrEqualTo(7 << 10);
    assertThat(result.lines()).first().asString().startsWith(small + "  ").contains(" of ");
    assertThat(result.out()).contains("accuracy ", "STEP", "pruned", "quantised");
    assertThat(Cli.run("verify", small.toString()).out()).contains("golden samples  5, all proved");
    assertThat(Cli.run("evaluate", small.toString(), data.toString(), "--fail-under", "0.9").status()).isZero();
    assertThat(Files.readString(ModelCard.beside(small))).contains("| limit | 7168 bytes |", "| compressed from | " + model);
    assertThat(files()).containsExactlyInAnyOrder("data.txt", "m.bin", name, name + ".card.md", name + ".golden.jsonl");
  }

  @Test
  void shouldShowOneAccuracyWhereTheModelLacksALabel() throws Exception {
    // Given
    final Path validation = Files.writeString(folder.resolve("valid.txt"),
        Files.readAllLines(data).stream().limit(50).collect(Collectors.joining("\n")) + "\n__label__unheard of\n__label__unheard of it\n");

    // When
    final Cli.Result result = compress(folder.resolve("small.ftz"), "--size", "7KiB", "--validation", validation.toString(), "--samples", "0");

    // Then
    final Matcher shown = Pattern.compile("accuracy ([0-9.]+) on 50 texts.* ([0-9.]+) +[0-9.]+ +\\S+ m?s\n$", Pattern.DOTALL).matcher(result.out());
    assertThat(shown.find()).as(result.out()).isTrue();
    assertThat(shown.group(1)).isEqualTo(shown.group(2));
  }

  @Test
  void shouldPutCardAndSamplesIntoASafetensorsFileThatHasNoLimit() throws Exception {
    // Given
    final Path small = folder.resolve("small.safetensors");

    // When
    final Cli.Result result = compress(small, "--cutoff", "300", "--samples", "3", "--licence", "CC0-1.0");

    // Then
    assertThat(result.status()).isZero();
    try (ModelArtifact artifact = Models.read(small)) {
      final Metadata metadata = artifact.metadata();
      assertThat(metadata.text(Metadata.LICENCE)).contains("CC0-1.0");
      assertThat(metadata.text(Metadata.MODEL_CARD).orElseThrow()).startsWith("# `small.safetensors`").contains("| limit | 300 rows |");
      final byte[] samples = metadata.text(Metadata.GOLDEN_SAMPLES).orElseThrow().getBytes(StandardCharsets.UTF_8);
      assertThat(GoldenSamples.read(samples).samples()).hasSize(3);
    }
    assertThat(files()).containsExactlyInAnyOrder("data.txt", "m.bin", "small.safetensors");
    assertThat(Cli.run("verify", small.toString()).out()).contains("golden samples  3, all proved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.ftz", "small.safetensors"})
  void shouldCodeAModelWithoutTexts(final String name) throws Exception {
    // Given
    final Path small = folder.resolve(name);

    // When
    final Cli.Result result =
        Cli.run("compress", model.toString(), "--cutoff", "700", "--dsub", "1", "--pruning", "norm", "--retrain-epochs", "0", "--out", small.toString());

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.errors()).noneMatch(line -> line.contains("reading"));
    assertThat(result.out()).contains("pruned  ", "700 ").doesNotContain("samples", "validation");
    assertThat(Cli.run("evaluate", small.toString(), data.toString(), "--fail-under", "0.9").status()).isZero();
    try (ModelArtifact artifact = Models.read(small)) {
      final Metadata metadata = artifact.metadata();
      assertThat(metadata.text(Metadata.DATA_DIGEST)).isEmpty();
      assertThat(metadata.text(Metadata.MODEL_CARD).orElse(Files.exists(ModelCard.beside(small)) ? Files.readString(ModelCard.beside(small)) : ""))
          .contains("| pruning by | norm |", "| retraining | 0 epochs", "| steps on output, on codebooks | 0, 0 |").doesNotContain("## Data");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "--size=7KiB", "--validation=v.txt", "--hold-out=0.1", "--pruning=coverage", "--samples=5", "--retrain-epochs=1", "--retrain-rate=0.5", "--output-steps=9",
    "--codebook-steps=9", "--header", "--text-column=2", "--label-prefix=#", "--skip-unreadable"})
  void shouldSayWhatNeedsTextsWhereThereAreNone(final String option) throws Exception {
    // When
    final Cli.Result result = Cli.run("compress", model.toString(), "--out", folder.resolve("small.ftz").toString(), option);

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).containsExactly(
        "labelstream: " + option.split("=")[0] + " needs texts: name those that the model was trained on with --data, or texts like those that it is for if it was trained without any");
    assertThat(files()).containsExactlyInAnyOrder("data.txt", "m.bin");
  }

  @Test
  void shouldSayThatAModelDoesNotBecomeSoSmall() throws Exception {
    // When
    final Cli.Result result = compress(folder.resolve("small.ftz"), "--size", "500");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.COMPRESSION_IMPOSSIBLE.code());
    assertThat(result.errors()).last().asString().contains("the limit of 500 bytes is too small");
    assertThat(files()).containsExactlyInAnyOrder("data.txt", "m.bin");
  }

  @Test
  void shouldUndoRetrainingThatDiverges() throws Exception {
    // When
    final Cli.Result result = compress(folder.resolve("small.ftz"), "--cutoff", "200", "--retrain-rate", "1e30", "--samples", "0");

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("pruned  ").doesNotContain("retrained");
  }

  @Test
  void shouldSayThatRetrainingDivergesThatIsAskedFor() throws Exception {
    // When
    final Cli.Result result = compress(folder.resolve("small.ftz"), "--cutoff", "200", "--retrain-rate", "1e30", "--retrain-epochs", "2");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.COMPRESSION_IMPOSSIBLE.code());
    assertThat(result.errors()).last().isEqualTo(
        "labelstream: '" + model + "': retraining after pruning diverged: weights are no finite numbers any more; try a lower learning rate");
    assertThat(files()).containsExactlyInAnyOrder("data.txt", "m.bin");
  }

  @Test
  void shouldSayThatAModelIsQuantisedAlready() throws Exception {
    // Given
    final Path small = folder.resolve("small.ftz");
    assertThat(compress(small, "--samples=0").status()).isZero();

    // When
    final Cli.Result result = Cli.run("compress", small.toString(), "--data", data.toString(), "--out", folder.resolve("again.ftz").toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.COMPRESSION_IMPOSSIBLE.code());
    assertThat(result.errors()).containsExactly("labelstream: '" + small
        + "': the model is quantised already, expected one with dense matrices: compress the .bin file it was made from");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--data", "--validation"})
  void shouldRefuseTextsOfWhichNoneHasALabelOfTheModel(final String option) throws Exception {
    // Given
    final Path other = Files.writeString(folder.resolve("other.tsv"), "other\tw1\nmore\tw2\n");
    final Path small = folder.resolve("small.ftz");

    // When
    final Cli.Result result = option.equals("--data")
        ? Cli.run("compress", model.toString(), "--data", other.toString(), "--out", small.toString())
        : compress(small, option, other.toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.COMPRESSION_IMPOSSIBLE.code());
    assertThat(result.errors()).singleElement().asString().contains("none of the 2 texts of '" + other + "' has a label of the model");
    assertThat(small).doesNotExist();
  }

  @Test
  void shouldLeaveNothingBehindWhenItIsStopped() throws Exception {
    // Given
    final Path work = Files.createDirectory(folder.resolve("work"));
    final Path temporary = Files.createDirectory(folder.resolve("tmp"));
    try (CliProcess process = CliProcess.start(folder, List.of("-Djava.io.tmpdir=" + temporary), "compress", model.toString(), "--data", data.toString(),
        "--out", work.resolve("m.ftz").toString(), "--retrain-epochs", "100000000", "--cutoff", "200")) {
      process.awaitErrorLine(LIMIT, line -> line.startsWith("pruned"));

      // When
      process.signal("INT");
      final Cli.Result result = process.end(LIMIT);

      // Then
      assertThat(result.status()).isEqualTo(ExitCode.INTERRUPTED.code());
    }
    assertThat(work).isEmptyDirectory();
    assertThat(temporary).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--size=64XB", "--size=0", "--size=1KiB --cutoff=5", "--cutoff=0", "--pruning=luck", "--dsub=0", "--threads=0"})
  void shouldRefuseAWrongOption(final String options) throws Exception {
    // When
    final Cli.Result result = compress(folder.resolve("small.ftz"), options.split(" "));

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(files()).containsExactlyInAnyOrder("data.txt", "m.bin");
  }

  private Cli.Result compress(final Path out, final String... options) {
    final List<String> words = new ArrayList<>(List.of("compress", model.toString(), "--data", data.toString(), "--out", out.toString()));
    words.addAll(List.of(options));
    return Cli.run(words.toArray(String[]::new));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Texts of two kinds, each with words of its own. */
  private static String texts() {
    final Random random = new Random(5);
    final StringBuilder lines = new StringBuilder();
    for (int line = 0; line < 1000; line++) {
      lines.append(line % 2 == 0 ? "__label__even" : "__label__odd");
      for (int word = 0; word < 6; word++) {
        lines.append(" w").append(2 * random.nextInt(WORDS) + line % 2);
      }
      lines.append('\n');
    }
    return lines.toString();
  }
}
