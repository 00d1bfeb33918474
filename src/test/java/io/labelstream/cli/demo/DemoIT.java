package io.labelstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.cli.CliProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern ROW =
      Pattern.compile("  (?<label>[a-z]{2,3}) .* (?<score>[01]\\.\\d{3})  (?<source>[a-z]{2}) +\\d+ ms  "
          + "(?<model>lid\\.176 8f3472cfe873|common-voice-83 703dd30903ce) +\\S.*");
  private static final int LEAST_AGREEMENT_PERCENT = 85;

  @TempDir private Path directory;

  @Test
  void shouldLabelRealSentencesRollASecondModelOutAndEndWithASummaryOnCtrlC() throws Exception {
    final Cli.Result result;
    try (CliProcess demo = CliProcess.launch(directory, "demo", "--rate", "10")) {
      // Given
      demo.awaitLine(PATIENCE, line -> line.equals("~ common-voice-83 703dd30903ce has taken over"));

      // When
      demo.signal("INT");
      result = demo.end(PATIENCE);
    }

    // Then
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    final List<Matcher> rows = result.lines().stream().map(ROW::matcher).filter(Matcher::matches).toList();
    final long agreeing = rows.stream().filter(row -> row.group("label").equals(row.group("source"))).count();
    assertThat(agreeing * 100 / rows.size()).isGreaterThan(LEAST_AGREEMENT_PERCENT);
    assertThat(figure(result, "records in")).isEqualTo(rows.size());
    assertThat(figure(result, "records out")).isEqualTo(rows.size());
    assertThat(figure(result, "dead letters")).isZero();
    assertThat(rows.stream().map(row -> row.group("model")).distinct().toList())
        .as("the second model has taken over, once").hasSize(2).first().asString().startsWith("lid.176");
    assertThat(result.out())
        .containsPattern("~ announced common-voice-83 703dd30903ce, effective from event time \\S+Z\n")
        .contains("lost 0, twice 0", "each text got the version of its event time")
        .contains("replay        " + rows.size() + " texts labelled again: same versions, labels and scores")
        .containsPattern("latency +p50 \\d+ ms, p99 \\d+ ms");
    assertThat(result.out()).as("no control sequences where there is no terminal").doesNotContain("\033", "\r");
  }

  @Test
  void shouldEndWithASummaryWhenItsTimeIsOver() throws Exception {
    // Given
    final int seconds = 2;

    // When
    final Cli.Result result;
    try (CliProcess demo = CliProcess.launch(directory, "demo", "--seconds", Integer.toString(seconds))) {
      result = demo.end(PATIENCE);
    }

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(figure(result, "records out")).isEqualTo(figure(result, "records in")).isPositive();
  }

  private static long figure(final Cli.Result result, final String name) {
    final Matcher matcher = Pattern.compile("  " + name + " +([\\d,]+)").matcher(result.out());
    assertThat(matcher.find()).as("'%s' in the summary", name).isTrue();
    return Long.parseLong(matcher.group(1).replace(",", ""));
  }
}
