package io.labelstream.cli.bench;

import io.labelstream.cli.verb.ByteLines;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Sentences;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts to measure with, held as bytes.
 *
 * @param name where they come from
 * @param texts one array a text
 * @param bytes all their bytes, line feeds included
 */
record BenchTexts(String name, List<byte[]> texts, long bytes) {

  /** The lines of {@code file}. */
  static BenchTexts of(final Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    } catch (final NoSuchFileException missing) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "text file '" + file + "' does not exist; check the path", missing);
    } catch (final IOException failure) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "text file '" + file + "' cannot be read: " + failure.getMessage(), failure);
    }
  }

  /** The demo's sentences. */
  static BenchTexts bundled() throws IOException {
    final StringBuilder lines = new StringBuilder();
    for (final Sentences.Sentence sentence : Sentences.bundled().list()) {
      lines.append(sentence.text()).append('\n');
    }
    return read("the demo's sentences", new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static BenchTexts read(final String name, final InputStream in) throws IOException {
    final List<byte[]> texts = new ArrayList<>();
    ByteLines.read(
        in,
        new ByteLines.Sink() {
          @Override
          public void line(final byte[] buffer, final int offset, final int length) {
            texts.add(Arrays.copyOfRange(buffer, offset, offset + length));
          }

          @Override
          public void pause() {
            // A file does not pause.
          }
        });
    if (texts.isEmpty()) {
      throw new CliException(ExitCode.USAGE, name + " has no line; name a file with one text a line");
    }
    return new BenchTexts(name, List.copyOf(texts), texts.stream().mapToLong(text -> text.length + 1L).sum());
  }
}
