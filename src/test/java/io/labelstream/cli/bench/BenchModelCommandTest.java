package io.labelstream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.Cli;
import io.labelstream.cli.verb.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchModelCommandTest {
  private static final String MODEL = "models/lid.176.ftz";

  @Test
  void shouldPrintSpeedMemoryAndLoadTime() {
    // When
    final Cli.Result result = Cli.run("bench", "model", "--model", MODEL, "--seconds", "1");

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .containsPattern("texts/s +[0-9,]+ ")
        .containsPattern("MB/s +[0-9,.]+\n")
        .containsPattern("(?m)^ns/text +[0-9,]+ ")
        .containsPattern("(?m)^CPU ns/text +[0-9,]+   \\([0-9,]+ to [0-9,]+\\)$")
        .containsPattern("resident bytes +[0-9,]+ ")
        .containsPattern("open +[0-9.]+ ms at first, [0-9.]+ ms again");
  }

  @Test
  void shouldHoldNothingDerivedWhenTheBudgetForbidsIt(@TempDir final Path folder) throws IOException {
    // Given
    final Path texts = Files.writeString(folder.resolve("texts.txt"), "Guten Tag\nbonjour\n");

    // When
    final Cli.Result result =
        Cli.run("bench", "model", "--model", MODEL, "--text", texts.toString(), "--seconds", "1", "--derived-bytes", "0", "--format", "json");

    // Then
    final JsonNode json = new ObjectMapper().readTree(result.out());
    assertThat(json.get("texts").asInt()).isEqualTo(2);
    assertThat(json.get("textBytes").asInt()).isEqualTo(18);
    assertThat(json.get("residentBytes").asLong()).isPositive().isLessThan(2_000_000);
    assertThat(json.get("nanosPerText").asDouble())
        .isBetween(json.get("nanosPerTextFastest").asDouble(), json.get("nanosPerTextSlowest").asDouble());
    assertThat(json.get("cpuNanosPerText").asDouble())
        .isBetween(json.get("cpuNanosPerTextFastest").asDouble(), json.get("cpuNanosPerTextSlowest").asDouble());
    // Clocks of threads are coarser than those of machines on some systems.
    assertThat(json.get("cpuNanosPerText").asDouble()).isPositive().isLessThan(1.2 * json.get("nanosPerText").asDouble());
    assertThat(json.get("rounds").asInt()).isEqualTo(4);
  }

  @Test
  void shouldNameAMissingTextFile() {
    // When
    final Cli.Result result = Cli.run("bench", "model", "--model", MODEL, "--text", "no-such-file.txt");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.FILE_UNREADABLE.code());
    assertThat(result.errors()).singleElement().asString().contains("no-such-file.txt");
  }

  @Test
  void shouldAskWhatToMeasure() {
    // When
    final Cli.Result result = Cli.run("bench");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
  }
}
