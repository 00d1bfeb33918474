package io.labelstream.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.cli.CliProcess;
import io.labelstream.cli.model.Models;
import io.labelstream.fixture.FastTextModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No verb overwrites a file that it reads, whatever name or link it is called by. */
class OverwritePolicyTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    Files.writeString(folder.resolve("data"), "__label__a alpha beta\n__label__b gamma\n".repeat(20));
    Files.copy(folder.resolve("data"), folder.resolve("valid"));
    Files.writeString(folder.resolve("vectors"), "1 2\nalpha 1 2\n");
    Files.writeString(folder.resolve("texts"), "alpha beta\ngamma\n");
    Files.write(folder.resolve("model"), new FastTextModelFile(1).bytes());
    Files.createLink(folder.resolve("data.hard"), folder.resolve("data"));
    Files.createSymbolicLink(folder.resolve("data.soft"), Path.of("data"));
    Files.createSymbolicLink(folder.resolve("here"), folder);
    Files.createLink(folder.resolve("m.card.md"), folder.resolve("data"));
    Files.createLink(folder.resolve("m.golden.jsonl"), folder.resolve("data"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "train /data --out /data", "train /data --out /data.hard", "train /data --out /data.soft", "train /data.soft --out /data", "train /data --out /here/data",
      "train /data --out /m", "train /data --validation /valid --out /valid", "train /data --pretrained /vectors --dimensions 2 --out /vectors",
      "tune /data --time 1s --out /data", "tune /data --validation /valid --time 1s --out /valid",
      "compress /model --cutoff 10 --out /model", "compress /model --data /data --out /data", "compress /model --data /data --validation /valid --out /valid",
      "compress /model --data /data --size 64K --out /model", "convert /model --out /model",
      "samples /model --text /texts --out /model", "samples /model --text /texts --out /texts"})
  void shouldRefuseToOverwriteAFileThatIsRead(final String words) throws IOException {
    // Given
    final Map<Path, String> before = contents();

    // When
    final Cli.Result result = Cli.run(words(words + " --force"));

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).last().asString().contains("would be written and is read as well", "name another file with --out");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void shouldNotAskToForceWhatWouldBeRefusedThen() {
    assertThat(Cli.run(words("train /data --out /data")).errors()).last().asString().contains("is read as well").doesNotContain("--force");
  }

  @Test
  void shouldRefuseToOverwriteTheFileThatStandardInputComesFrom() throws Exception {
    // When
    final Cli.Result result;
    try (CliProcess process =
        CliProcess.startWithin(folder, "exec <'" + folder.resolve("data") + "'", words("train - --out /data --force"))) {
      result = process.end(Duration.ofMinutes(2));
    }

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(folder.resolve("data")).content().startsWith("__label__a alpha");
  }

  @Test
  void shouldWriteTheFileThatALinkLeadsTo() throws IOException {
    // Given
    Files.createSymbolicLink(folder.resolve("current.bin"), Path.of("v1.bin"));

    // When
    final Cli.Result first = Cli.run(words("train /data --dimensions 2 --buckets 1 --out /current.bin"));
    final Cli.Result second = Cli.run(words("train /data --dimensions 2 --buckets 1 --out /current.bin --force"));

    // Then
    assertThat(first.status()).isZero();
    assertThat(second.status()).isZero();
    assertThat(folder.resolve("current.bin")).isSymbolicLink();
    assertThat(folder.resolve("v1.bin")).isRegularFile();
    assertThat(folder.resolve("current.bin.card.md")).isRegularFile();
  }

  @Test
  void shouldWriteToNoDevice() {
    assertThat(Cli.run("train", folder.resolve("data").toString(), "--out", "/dev/null", "--force").errors()).last().asString()
        .isEqualTo("labelstream: '/dev/null' is a pipe or a device; name a file");
  }

  private String[] words(final String line) {
    return Stream.of(line.split(" ")).map(word -> word.startsWith("/") ? folder + word : word).toArray(String[]::new);
  }

  private Map<Path, String> contents() throws IOException {
    final Map<Path, String> contents = new TreeMap<>();
    final List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    for (final Path file : files) {
      contents.put(file, Models.sha256(file) + Files.isSymbolicLink(file));
    }
    return contents;
  }
}
