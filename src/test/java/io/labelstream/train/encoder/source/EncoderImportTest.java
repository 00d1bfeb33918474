package io.labelstream.train.encoder.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.family.EncoderArtifact;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.load.ModelLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The import by the verb. */
class EncoderImportTest {
  @TempDir private Path folder;
  private Path source;
  private Path out;

  @BeforeEach
  void writeFolder() throws Exception {
    source = Files.createDirectory(folder.resolve("tiny"));
    FolderFixture.write(source, TinyBert.make(), Type.F32, "");
    FolderFixture.writeModules(source, TinyBert.dense(5));
    out = folder.resolve("tiny.safetensors");
  }

  @Test
  void shouldWriteAnEncoderAndSayWhatWasTaken() throws Exception {
    // When
    final Cli.Result result = Cli.run("convert", source.toString(), "--out", out.toString());

    // Then
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).containsExactly(
        out + "  6.7 KiB",
        "  12 pieces, 2 layers of 8 dimensions with 2 heads, texts of up to 10 pieces",
        "  vector of the first piece",
        "  map to 5 dimensions",
        "  vectors of unit length");
    try (ModelArtifact written = ModelLoader.read(out)) {
      assertThat(written.metadata().text(Metadata.SETTINGS)).hasValueSatisfying(text -> assertThat(text).startsWith("imported from tiny: 12 pieces, "));
    }
  }

  @Test
  void shouldKeepEachWeightWithThePrecisionOfTheSource() throws Exception {
    // Given
    final EncoderModel expected = EncoderSource.read(source, Optional.empty()).model();

    // When
    final Cli.Result result = Cli.run("convert", source.toString(), "--precision", "float32", "--out", out.toString());

    // Then
    assertThat(result.status()).isZero();
    try (EncoderArtifact written = (EncoderArtifact) ModelLoader.read(out)) {
      assertThat(written.model()).usingRecursiveComparison().isEqualTo(expected);
    }
  }

  @Test
  void shouldTakeTheAskedPooling() {
    // When
    final Cli.Result result = Cli.run("convert", source.toString(), "--pooling", "mean", "--out", out.toString());

    // Then
    assertThat(result.out()).contains("mean of the pieces, as asked for");
  }

  @Test
  void shouldRefuseASourceInOneLine() throws Exception {
    // Given
    Files.writeString(source.resolve("config.json"), FolderFixture.CONFIG.replace("\"bert\"", "\"xlnet\""));

    // When
    final Cli.Result result = Cli.run("convert", source.toString(), "--out", out.toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.MODEL_REFUSED.code());
    assertThat(result.errors()).singleElement().asString()
        .contains("'" + source + "' is refused: UNSUPPORTED", "config.json has the model_type \"xlnet\", expected \"bert\"");
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldNotTakeItsOptionsForAModelFile() {
    // Given
    Cli.run("convert", source.toString(), "--out", out.toString());

    // When
    final Cli.Result result = Cli.run("convert", out.toString(), "--pooling", "mean", "--out", folder.resolve("again.safetensors").toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("--pooling is for models of other programs, and '" + out + "' is none that is imported");
  }
}
