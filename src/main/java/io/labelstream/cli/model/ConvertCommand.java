package io.labelstream.cli.model;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.OverwritePolicy;
import io.labelstream.cli.verb.Verb;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.Metadata;
import io.labelstream.model.fasttext.FastTextArtifact;
import io.labelstream.model.fasttext.file.ModelForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code convert}: the same model in another form of file. */
public final class ConvertCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private Path model;
  private Path out;
  private boolean force;

  public ConvertCommand(final Io io) {
    this.io = io;
    spec.name("convert").usageMessage()
        .description(
            "Writes a model in another form of file, with the same weights and predictions.",
            "The name says the form: .safetensors is the smaller one, all else is fastText's own, .bin or .ftz.",
            "Card and golden samples go along: a .safetensors file holds them, others have them beside them.")
        .footer(
            "  labelstream convert topics.ftz --out topics.safetensors",
            "  labelstream convert topics.safetensors --out topics.ftz");
    spec.addPositional(Options.parameter(Path.class, value -> model = value).paramLabel("MODEL").description("The model file.").build());
    spec.addOption(Options.value(Path.class, value -> out = value, "-o", "--out").required(true).paramLabel("FILE").description("The file to write.").build());
    spec.addOption(Options.flag(value -> force = value, "--force").description("Overwrite files that exist.").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    final OverwritePolicy overwriting =
        OverwritePolicy.by(force, Stream.of(model, ModelCard.beside(model), GoldenSamples.beside(model)).map(Path::toString).toList());
    final ModelForm form = ModelForms.of(out);
    try (FastTextArtifact stored = (FastTextArtifact) Models.read(model)) {
      final Metadata metadata = withBeside(stored.metadata());
      switch (form) {
        case SAFETENSORS -> WholeFile.require(out, overwriting);
        case FTZ -> requireRoom(metadata, overwriting);
      }
      WholeFile.write(out, overwriting, channel -> form.write(stored.file(), metadata, channel));
      if (form == ModelForm.FTZ) {
        writeBeside(metadata, overwriting);
      }
    }
    final CheckedModel written = CheckedModel.check(out);
    new Lines(io).line(out + "  " + Amounts.bytes(written.bytes()) + " of " + Amounts.bytes(Files.size(model))
        + written.samples().map(samples -> ", golden samples proved").orElse(", no golden samples"));
    return ExitCode.OK.code();
  }

  /** The texts in the file, or those beside it, which are the later ones. */
  private Metadata withBeside(final Metadata inside) throws IOException {
    Metadata all = inside;
    for (final Part part : Part.values()) {
      final Path file = part.beside(model);
      if (Files.exists(file)) {
        all = all.with(part.key, Files.readString(file));
      }
    }
    return all;
  }

  private void requireRoom(final Metadata metadata, final OverwritePolicy overwriting) {
    WholeFile.require(out, overwriting);
    for (final Part part : Part.values()) {
      if (metadata.text(part.key).isPresent()) {
        WholeFile.require(part.beside(out), overwriting);
      }
    }
  }

  private void writeBeside(final Metadata metadata, final OverwritePolicy overwriting) {
    for (final Part part : Part.values()) {
      final Optional<String> text = metadata.text(part.key);
      text.ifPresent(content -> WholeFile.write(part.beside(out), overwriting, content.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** What goes along. */
  private enum Part {
    CARD(Metadata.MODEL_CARD) {
      @Override
      Path beside(final Path model) {
        return ModelCard.beside(model);
      }
    },
    SAMPLES(Metadata.GOLDEN_SAMPLES) {
      @Override
      Path beside(final Path model) {
        return GoldenSamples.beside(model);
      }
    };

    private final String key;

    Part(final String key) {
      this.key = key;
    }

    abstract Path beside(Path model);
  }
}
