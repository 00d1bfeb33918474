package io.labelstream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.Cli;
import io.labelstream.cli.CliProcess;
import io.labelstream.cli.verb.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPipelineIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String MODEL = Path.of("models/lid.176.ftz").toAbsolutePath().toString();
  private static final String TEXT = "Das ist ein ganz gewöhnlicher Satz.";

  @TempDir private Path directory;

  @Test
  void shouldCompareAPipelineWithAPassThrough() throws Exception {
    // Given
    final Path texts = Files.writeString(directory.resolve("texts.txt"), TEXT + "\nCeci est une phrase tout à fait ordinaire.\n");
    final Path json = directory.resolve("figures.json");

    // When
    final Cli.Result result;
    try (CliProcess bench = CliProcess.start(directory, options(), "bench", "pipeline", "--models", MODEL, "--text", texts.toString(), "--output", "avro",
        "--guarantee", "at_least_once", "--records", "20000", "--repetitions", "1", "--latency", "0s", "--json", json.toString(),
        "--set", "kafka.consumer.max.poll.records=500")) {
      result = bench.end(PATIENCE);
    }

    // Then
    assertThat(result.err()).doesNotContain("labelstream:").doesNotContain(TEXT);
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .containsPattern("(?m)^pipeline +[0-9,]+ +[0-9,]+ +[0-9.]+ ")
        .containsPattern("(?m)^pass-through +[0-9.]+ ")
        .contains("text in, avro out, lid.176.ftz, at_least_once, 1 thread, 1 instance, 4 partitions, 1 slot\n")
        .doesNotContain(TEXT);
    final JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(Files.readString(json)).doesNotContain(TEXT);
    assertThat(figures.get("settings").toString()).contains("kafka.consumer.max.poll.records", "500");
    assertThat(figures.get("cases")).hasSize(1);
    for (final String side : List.of("runs", "passThrough")) {
      final JsonNode run = figures.get("cases").get(0).get("speed").get(side).get(0);
      final JsonNode whole = run.get("whole");
      assertThat(whole.get("records").asLong()).as(side).isBetween(1L, 20_000L).isGreaterThanOrEqualTo(run.get("warm").get("records").asLong());
      assertThat(whole.get("seconds").asDouble()).isPositive();
      assertThat(whole.get("cpuMicros")).hasSize(5);
      assertThat(whole.get("cpuMicros").get("stream").asDouble()).isPositive();
      assertThat(whole.get("allocatedBytes").asDouble()).isPositive();
      assertThat(run.get("coldSeconds").asDouble()).isPositive();
    }
    final JsonNode one = figures.get("cases").get(0);
    assertThat(one.get("recordsPerSecond").get("median").asDouble()).isCloseTo(speed(one, "runs"), within(1.0));
    assertThat(one.get("ratio").get("median").asDouble()).isCloseTo(speed(one, "runs") / speed(one, "passThrough"), within(1e-6));
    assertNothingIsLeft();
  }

  private static double speed(final JsonNode one, final String side) {
    final JsonNode whole = one.get("speed").get(side).get(0).get("whole");
    return whole.get("records").asLong() / whole.get("seconds").asDouble();
  }

  @Test
  void shouldEndAllItsProcessesWhenItIsInterrupted() throws Exception {
    try (CliProcess bench = CliProcess.start(directory, options(), "bench", "pipeline", "--models", MODEL, "--records", "100000000")) {
      // Given
      bench.awaitErrorLine(PATIENCE, line -> line.startsWith("writing"));

      // When
      bench.signal("INT");

      // Then
      assertThat(bench.end(PATIENCE).status()).isEqualTo(ExitCode.INTERRUPTED.code());
      assertNothingIsLeft();
    }
  }

  private List<String> options() throws Exception {
    return List.of("--add-modules=jdk.incubator.vector", "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")));
  }

  private void assertNothingIsLeft() {
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
    assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().arguments().stream()).map(List::of))
        .noneSatisfy(arguments -> assertThat(arguments.toString()).contains(directory.resolve("tmp").toString()));
  }
}
