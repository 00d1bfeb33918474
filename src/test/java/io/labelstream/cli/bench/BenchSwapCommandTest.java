package io.labelstream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.Cli;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BenchSwapCommandTest {
  private static final Path FIRST = Path.of("models/lid.176.ftz");
  private static final Path SECOND = Path.of("models/common-voice-83.ftz");

  @Test
  void shouldPrintTimesMemoryAndMishaps() {
    // When
    final Cli.Result result = Cli.run(
        "bench", "swap", "--model", FIRST.toString(), "--model", SECOND.toString(), "--swaps", "1", "--interval", "200ms", "--lead", "300ms");

    // Then
    assertThat(result.errors()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .containsPattern("load +1 thread, warm after 2 s and 2 swaps\n")
        .containsPattern("quiet +[0-9,.]+ +[0-9,.]+ +[0-9,.]+ +[0-9,.]+ +[0-9,]+\n")
        .containsPattern("p99 of swap +[0-9.]+ x quiet \\(median\\), [0-9.]+ \\(worst\\); to a none, to b [0-9.]+\n")
        .containsPattern("throughput +[0-9]+ % of quiet")
        .containsPattern("steps +fetched [0-9.]+ ms, verified [0-9.]+ ms, mapped [0-9.]+ ms, proved [0-9.]+ ms\n")
        .containsPattern("process memory +([0-9,]+ MB at first|not told)")
        .containsPattern("mishaps +0 models closed while used, 0 texts without a model in time");
  }

  @Test
  void shouldShowThatOneModelIsLeftAfterEachSwap() throws Exception {
    // When
    final Cli.Result result = Cli.run(
        "bench", "swap", "--model", FIRST.toString(), "--model", SECOND.toString(), "--swaps", "2", "--interval", "100ms", "--lead", "300ms",
        "--threads", "2", "--format", "json");

    // Then
    final JsonNode json = new ObjectMapper().readTree(result.out());
    assertThat(json.get("closedWhileUsed").asLong()).isZero();
    assertThat(json.get("ratioMedian").asDouble()).isPositive();
    assertThat(json.get("swaps").findValuesAsText("to")).containsExactly("b", "a");
    assertThat(json.get("swaps").get(0).get("residentAfter").asLong()).isEqualTo(residentBytes(SECOND));
    assertThat(json.get("swaps").get(1).get("residentAfter").asLong()).isEqualTo(residentBytes(FIRST));
  }

  @Test
  void shouldRefuseToSwapAModelWithItself() {
    // When
    final Cli.Result result = Cli.run("bench", "swap", "--model", FIRST.toString(), "--model", FIRST.toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).singleElement().asString().contains("two different models");
  }

  @Test
  void shouldAskForTwoModels() {
    // When
    final Cli.Result result = Cli.run("bench", "swap", "--model", FIRST.toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).anySatisfy(line -> assertThat(line).contains("--model is given 1 times, expected twice"));
  }

  private static long residentBytes(final Path model) throws Exception {
    try (TextClassifier classifier = ModelLoader.open(model)) {
      return classifier.memory().residentBytes();
    }
  }
}
