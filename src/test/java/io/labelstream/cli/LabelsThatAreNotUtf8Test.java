package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.verb.Io;
import io.labelstream.fixture.FastTextModelFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose labels are in ISO-8859-1, as fastText makes it of such a file. */
class LabelsThatAreNotUtf8Test {
  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    final List<byte[]> labels = Stream.of("__label__thé", "__label__thè").map(label -> label.getBytes(StandardCharsets.ISO_8859_1)).toList();
    model = Files.write(folder.resolve("m.bin"), new FastTextModelFile(1).labels(labels).bytes());
  }

  @Test
  void shouldPrintTheBytesThatTheReferencePrints() {
    // Given
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final Io io = new Io(new ByteArrayInputStream("alpha\n".getBytes(StandardCharsets.UTF_8)), out, new PrintStream(new ByteArrayOutputStream()));

    // When
    Main.execute(io, "classify", "--model", model.toString(), "--top", "2");

    // Then
    assertThat(out.toString(StandardCharsets.ISO_8859_1)).contains("__label__thé ", "__label__thè ");
  }

  @Test
  void shouldTellThemApartInJson() {
    assertThat(Cli.runWith("alpha\n", "classify", "--model", model.toString(), "--top", "2", "--format", "json").out())
        .contains("\"th\\\\xE9\"", "\"th\\\\xE8\"");
  }

  @Test
  void shouldMakeSamplesThatTheModelIsProvedWith() throws IOException {
    // Given
    final Path texts = Files.writeString(folder.resolve("texts"), "alpha\nbeta\n");

    // When
    final Cli.Result samples = Cli.run("samples", model.toString(), "--text", texts.toString());

    // Then
    assertThat(samples.err()).isEmpty();
    assertThat(Cli.run("verify", model.toString()).out()).contains("golden samples  2, all proved");
  }

  @Test
  void shouldKeepThemInAnotherFormOfFile() {
    // Given
    final Path compact = folder.resolve("m.safetensors");

    // When
    final Cli.Result converted = Cli.run("convert", model.toString(), "--out", compact.toString());

    // Then
    assertThat(converted.err()).isEmpty();
    assertThat(json(compact)).isEqualTo(json(model)).contains("th\\\\xE9");
  }

  private static String json(final Path model) {
    return Cli.runWith("alpha\nbeta\n", "classify", "--model", model.toString(), "--top", "2", "--format", "json").out();
  }
}
