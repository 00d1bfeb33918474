package io.labelstream.cli.bench;

import io.labelstream.bench.BenchTexts;
import io.labelstream.cli.verb.ByteLines;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Sentences;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The file with the texts to measure with. */
final class BenchTextFile {
  private BenchTextFile() {}

  /** The lines of the file; the demo's sentences where none is named. */
  static BenchTexts read(final Optional<Path> file) throws IOException {
    return file.isPresent()
        ? read(file.get())
        : new BenchTexts("the demo's sentences",
            Sentences.bundled().list().stream().map(sentence -> sentence.text().getBytes(StandardCharsets.UTF_8)).toList());
  }

  private static BenchTexts read(final Path file) {
    final List<byte[]> texts = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      ByteLines.read(in, (buffer, offset, length) -> texts.add(Arrays.copyOfRange(buffer, offset, offset + length)));
    } catch (final NoSuchFileException missing) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "text file '" + file + "' does not exist; check the path", missing);
    } catch (final IOException failure) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "text file '" + file + "' cannot be read: " + failure.getMessage(), failure);
    }
    if (texts.isEmpty()) {
      throw new CliException(ExitCode.USAGE, file + " has no line; name a file with one text a line");
    }
    return new BenchTexts(file.toString(), texts);
  }
}
