package io.labelstream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.Cli;
import io.labelstream.cli.CliProcess;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.verb.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TuneCommandTest {
  private static final int WORDS = 60;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void write() throws IOException {
    data = Files.writeString(folder.resolve("data.tsv"), texts(400));
  }

  @ParameterizedTest
  @CsvSource({"best.bin,''", "best.ftz,8KiB", "best.safetensors,8KiB"})
  void shouldMakeTheSameModelAgainByTheCommandsThatItShows(final String name, final String size) throws Exception {
    // Given
    final Path best = folder.resolve(name);
    final Cli.Result tuned = tune(name, size.isEmpty() ? "" : "--size=" + size, "--time=3s", "--samples=4", "--threads=1", "--seed=3", "--licence=CC0-1.0");
    final String found = Models.sha256(best);
    final List<String> commands = tuned.lines().stream().map(String::strip).filter(line -> line.startsWith("labelstream ")).toList();

    // When
    for (final String command : commands) {
      assertThat(Cli.run(Stream.concat(Arrays.stream(command.split(" ")).skip(1), Stream.of("--force", "--samples=0")).toArray(String[]::new)).status()).isZero();
    }

    // Then
    assertThat(commands).hasSize(size.isEmpty() ? 1 : 2);
    assertThat(Models.sha256(best)).isEqualTo(found);
  }

  @Test
  void shouldWriteTheBestWithItsCardAndSamples() throws Exception {
    // When
    final Cli.Result result = tune("best.ftz", "--size=8KiB", "--time=3s", "--samples=4", "--licence=CC0-1.0", "--measure=f1");

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.lines()).first().asString().startsWith(folder.resolve("best.ftz") + "  ");
    assertThat(result.out()).contains("  search       the best of ", "accuracy ", "  labelstream train " + data, "  labelstream compress ");
    assertThat(result.errors()).first().asString().startsWith("trial   1  f1 ").contains("rate 0.5, 10 epochs, 32 dimensions");
    assertThat(Files.size(folder.resolve("best.ftz"))).isLessThanOrEqualTo(8 << 10);
    assertThat(Cli.run("verify", folder.resolve("best.ftz").toString()).out()).contains("golden samples  4, all proved");
    assertThat(Files.readString(folder.resolve("best.ftz.card.md"))).contains(
        "| licence | CC0-1.0 |\n", "| made again by | labelstream train ", "| and then | labelstream compress ", "| limit | 8192 bytes |\n",
        "| validation texts | 0.1 of the data, held out by seed 0; they also chose these settings |\n", "## Measured");
    assertThat(files()).containsExactly("best.ftz", "best.ftz.card.md", "best.ftz.golden.jsonl", "data.tsv");
  }

  @Test
  void shouldMeasureWithTheFileThatItIsGiven() throws Exception {
    // Given
    final Path validation = Files.writeString(folder.resolve("valid.tsv"), texts(50));

    // When
    final Cli.Result result = tune("best.bin", "--validation=" + validation, "--time=3s");

    // Then
    assertThat(result.out()).contains(" on 50 texts", "--validation " + validation);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "best.bin|--size=64KiB|with --size, name a .safetensors file", "best.ftz||say how large it may become with --size",
      "best.safetensors||say how large it may become with --size", "best.bin|--time=0s|the time is 0 ms", "best.bin|--time=soon|is no duration",
      "best.bin|--measure=luck|luck", "best.bin|--threads=0|the threads are 0", "best.bin|--loss=l2|is no loss", "best.bin|--hold-out=1|--hold-out is 1.0",
      "best.bin|--samples=-1|--samples is -1"})
  void shouldRefuseAWrongOption(final String name, final String option, final String expected) throws Exception {
    // When
    final Cli.Result result = tune(name, option == null ? "" : option);

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains(expected);
    assertThat(files()).containsExactly("data.tsv");
  }

  @Test
  void shouldNeverOverwriteUnlessTold() throws Exception {
    // Given
    Files.writeString(folder.resolve("best.bin"), "mine");

    // When
    final Cli.Result result = tune("best.bin");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.OUTPUT_FAILED.code());
    assertThat(Files.readString(folder.resolve("best.bin"))).isEqualTo("mine");
  }

  @Test
  void shouldGiveUpWhenNoModelBecomesSoSmall() throws Exception {
    // When
    final Cli.Result result = tune("best.ftz", "--size=100", "--time=1h");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.NOTHING_FOUND.code());
    assertThat(result.errors()).last().asString()
        .startsWith("labelstream: none of 10 trials came to a model; the first: the limit of 100 bytes is too small");
    assertThat(files()).containsExactly("data.tsv");
  }

  @Test
  void shouldSayThatThereWasNoTime() throws Exception {
    // When
    final Cli.Result result = tune("best.bin", "--time=1ms");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.NOTHING_FOUND.code());
    assertThat(result.errors()).last().asString().contains("the first trial was not over", "1 ms");
    assertThat(files()).containsExactly("data.tsv");
  }

  @Test
  void shouldRefuseTextsThatNothingCanBeMeasuredWith() throws Exception {
    // Given
    final Path validation = Files.writeString(folder.resolve("valid.tsv"), "other\tw1 w2\n");

    // When
    final Cli.Result result = tune("best.bin", "--validation=" + validation);

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(result.errors()).last().asString().contains("'" + validation + "' has no text to measure with");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "even\tw0\neven\tw2\n"})
  void shouldRefuseDataThatTeachesNothing(final String content) throws Exception {
    // Given
    Files.writeString(data, content);

    // When
    final Cli.Result result = tune("best.bin");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(files()).containsExactly("data.tsv");
  }

  @Test
  void shouldSweepForTheBestModelWithinALatencyBudget() throws Exception {
    // Given
    final Path best = folder.resolve("best.safetensors");
    final Path chart = folder.resolve("models.svg");

    // When
    final Cli.Result result = sweep("--latency-budget=10s", "--pareto=" + chart, "--seed=3", "--threads=1");

    // Then
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).containsPattern("sweep +model [12] of 2, with a latency budget of 10,000,000 µs: words \\d+\n").contains("  chart        " + chart)
        .containsPattern("MODEL +P@1 +P@3 +P@5 +PSP@1 +PSP@3 +PSP@5 +P50 +P95 +P99 +SIZE +SETTINGS\n").containsPattern("\n  [*+]? +1 .* words 10\n")
        .containsPattern("\n  [*+]? +2 .* words 1\n").contains("To make it again:\n  labelstream train keywords " + data + " --hold-out 0.1 --words ");
    assertThat(Files.readString(Path.of(best + ".card.md"))).contains("| found by | a sweep of 2 models, with a latency budget of 10,000,000 µs |\n");
    assertThat(DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(chart.toFile()).getElementsByTagName("circle").getLength())
        .isGreaterThanOrEqualTo(4);
    final String found = Models.sha256(best);
    final String command = result.lines().getLast().strip();
    assertThat(Cli.run(Stream.concat(Arrays.stream(command.split(" ")).skip(1), Stream.of("--force", "--samples=0")).toArray(String[]::new)).status()).isZero();
    assertThat(Models.sha256(best)).isEqualTo(found);
  }

  @Test
  void shouldShowASweepAsJsonAndSayThatNothingFits() throws Exception {
    // When
    final Cli.Result result = sweep("--latency-budget=10s", "--format=json", "--measure=f1");
    final Cli.Result tooHigh = sweep("--precision-floor=1", "--force", "--sweep=words=3", "--sweep", "min-count=1,2");

    // Then
    final JsonNode json = new ObjectMapper().readTree(result.out());
    assertThat(json.at("/ending").asText()).isEqualTo("complete");
    assertThat(json.at("/models/0/settings/words").asText()).isEqualTo("10");
    assertThat(json.at("/models/1/rankings/0/psp").isNumber()).isTrue();
    assertThat(json.at("/models/1/speed/p95Micros").asDouble()).isPositive();
    assertThat(json.at("/commands/0").asText()).startsWith("labelstream train keywords ");
    assertThat(tooHigh.status()).isEqualTo(ExitCode.NOTHING_FOUND.code());
    assertThat(tooHigh.errors()).last().asString().contains("no model has a P@1 of at least 1.0: the best, model 1, has 0.");
    assertThat(tooHigh.out()).contains("words 3, min-count 1\n", "words 3, min-count 2\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "--latency-budget=50us --precision-floor=0.5|mutually exclusive", "--latency-budget=0us|the latency budget is 0 ns",
      "--precision-floor=81|the precision floor is 81.0", "--pareto=x.svg|--pareto is for a sweep", "--format=json|--format json is for a sweep",
      "--sweep=epochs=1|--sweep is for a sweep", "--latency-budget=50us --sweep=luck=1|is no setting, expected one of learning-rate, epochs",
      "--latency-budget=50us --sweep=epochs=1,few|is no value of epochs, expected a number", "--latency-budget=50us --sweep=epochs=0|the epochs are 0",
      "--precision-floor=0.5 --measure=f1|the measure is f1, expected precision with a precision floor",
      "--latency-budget=50us --sweep=buckets=0|the buckets are 0, expected at least 1 for n-grams", "--latency-budget=50us --size=8KiB|a sweep does not compress", "--latency-budget=50us --top=0|top=0 must be at least 1"})
  void shouldRefuseOptionsThatDoNotGoWithASweep(final String sweep, final String expected) {
    // When
    final Cli.Result result = tune("best.bin", sweep.split(" "));

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains(expected);
  }

  private Cli.Result sweep(final String... options) {
    return Cli.run(Stream.concat(
        Stream.of("tune", "keywords", data.toString(), "--out", folder.resolve("best.safetensors").toString(), "--samples=2"), Stream.of(options))
        .toArray(String[]::new));
  }

  /** In a process of its own, whose temporary files are seen. */
  @Test
  void shouldWriteTheBestSoFarWhenItIsStopped() throws Exception {
    // Given
    final Path temporary = Files.createDirectory(folder.resolve("tmp"));
    try (CliProcess process = CliProcess.start(folder, List.of("-Djava.io.tmpdir=" + temporary),
        "tune", data.toString(), "--out", folder.resolve("best.bin").toString(), "--time", "10m", "--samples", "2")) {
      process.awaitErrorLine(LIMIT, line -> line.startsWith("trial   2 "));

      // When
      process.signal("INT");
      final Cli.Result result = process.end(LIMIT);

      // Then
      assertThat(result.status()).isEqualTo(ExitCode.INTERRUPTED.code());
      assertThat(result.out()).startsWith(folder.resolve("best.bin") + "  ").contains("To make it again:");
    }
    assertThat(Cli.run("verify", folder.resolve("best.bin").toString()).out()).contains("golden samples  2, all proved");
    assertThat(temporary).isEmptyDirectory();
  }

  private Cli.Result tune(final String name, final String... options) {
    final List<String> words = new ArrayList<>(List.of("tune", data.toString(), "--out", folder.resolve(name).toString()));
    Arrays.stream(options).filter(option -> !option.isEmpty()).forEach(words::add);
    return Cli.run(words.toArray(String[]::new));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Texts of two kinds, each with words of its own. */
  private static String texts(final int count) {
    final Random random = new Random(5);
    final StringBuilder lines = new StringBuilder();
    for (int line = 0; line < count; line++) {
      lines.append(line % 2 == 0 ? "even\t" : "odd\t");
      for (int word = 0; word < 6; word++) {
        lines.append(" w").append(2 * random.nextInt(WORDS) + line % 2);
      }
      lines.append('\n');
    }
    return lines.toString();
  }
}
