package io.labelstream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.cli.model.ModelCard;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.golden.GoldenSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
  @TempDir private Path folder;
  private Path model;
  private Path compact;

  @BeforeEach
  void writeModel() throws IOException {
    model = Files.write(folder.resolve("m.ftz"), new FastTextModelFile(1).quantised(2, true).bytes());
    compact = folder.resolve("m.safetensors");
  }

  @Test
  void shouldTakeCardAndSamplesAlongThereAndBack() throws Exception {
    // Given
    Files.writeString(ModelCard.beside(model), "# a card\n");
    Files.writeString(folder.resolve("texts"), "alpha\nbeta gamma\n");
    Cli.run("samples", model.toString(), "--text", folder.resolve("texts").toString());

    // When
    final Cli.Result there = Cli.run("convert", model.toString(), "--out", compact.toString());
    final Cli.Result back = Cli.run("convert", compact.toString(), "--out", folder.resolve("again.ftz").toString());

    // Then
    assertThat(there.err() + back.err()).isEmpty();
    assertThat(there.out()).startsWith(compact + "  ").endsWith("golden samples proved\n");
    assertThat(Cli.run("verify", compact.toString()).out()).contains("golden samples  2, all proved");
    assertThat(Files.readString(ModelCard.beside(folder.resolve("again.ftz")))).isEqualTo("# a card\n");
    assertThat(GoldenSamples.beside(folder.resolve("again.ftz"))).hasSameBinaryContentAs(GoldenSamples.beside(model));
    assertThat(classified(folder.resolve("again.ftz"))).isEqualTo(classified(model)).isEqualTo(classified(compact));
  }

  @Test
  void shouldConvertAModelThatHasNeither() {
    assertThat(Cli.run("convert", model.toString(), "--out", compact.toString()).out()).endsWith(", no golden samples\n");
  }

  @Test
  void shouldNeverOverwriteUnlessTold() throws Exception {
    // Given
    Files.writeString(compact, "mine");

    // When
    final Cli.Result kept = Cli.run("convert", model.toString(), "--out", compact.toString());
    final Cli.Result forced = Cli.run("convert", model.toString(), "--out", compact.toString(), "--force");

    // Then
    assertThat(kept.status()).isEqualTo(ExitCode.OUTPUT_FAILED.code());
    assertThat(kept.errors()).singleElement().asString().contains("exists", "--force");
    assertThat(forced.status()).isZero();
  }

  private static String classified(final Path model) {
    return Cli.runWith("alpha beta\ngamma\n", "classify", "--model", model.toString(), "--top", "3").out();
  }
}
