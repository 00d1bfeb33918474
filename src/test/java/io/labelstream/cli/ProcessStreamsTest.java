package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.verb.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The streams and the locale that a process is started with, without the launcher, which sets right much of it. */
class ProcessStreamsTest {
  private static final String MODEL = Path.of("models/lid.176.ftz").toAbsolutePath().toString();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private Path directory;

  @Test
  void shouldReadNothingWhereStandardInputIsClosed() throws Exception {
    // When
    final Cli.Result result = within("exec <&-", "classify", "--model", MODEL);

    // Then
    assertThat(result).isEqualTo(new Cli.Result(0, "", ""));
  }

  @Test
  void shouldTrainOnNothingWhereStandardInputIsClosed() throws Exception {
    // When
    final Cli.Result result = within("exec <&-", "train", "-", "--out", directory.resolve("m.bin").toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(result.errors()).singleElement().asString().contains("'standard input' begins with nothing but empty lines, or is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "train --help", "--version", "completion", "topics", "run --print-config --model MODEL", "inspect MODEL",
      "verify MODEL --format json", "classify --model MODEL"})
  void shouldSayInOneLineThatStandardOutputIsFull(final String words) throws Exception {
    // Given
    final Path texts = Files.writeString(directory.resolve("texts.txt"), "Wie spät ist es?\n");

    // When
    final Cli.Result result = within("exec <" + texts + " >/dev/full", words.replace("MODEL", MODEL).split(" "));

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.OUTPUT_FAILED.code());
    assertThat(result.errors()).singleElement().asString().startsWith("labelstream: cannot write to standard output: ");
  }

  @Test
  void shouldSayThatArgumentsAreLostInALocaleWithoutTheirCharacters() throws Exception {
    // When
    final Cli.Result result = within("export LC_ALL=C && set -- \"$@\" \"$(printf 'gr\\303\\266\\303\\237e.ftz')\"", "inspect");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).singleElement().asString()
        .isEqualTo("labelstream: argument 2 has characters that are not of this process's character set, US-ASCII; set LC_ALL to a UTF-8 locale such as C.UTF-8");
  }

  private Cli.Result within(final String before, final String... arguments) throws Exception {
    try (CliProcess process = CliProcess.startWithin(directory, before, arguments)) {
      return process.end(LIMIT);
    }
  }
}
