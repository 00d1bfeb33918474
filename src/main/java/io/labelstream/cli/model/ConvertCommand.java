package io.labelstream.cli.model;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OverwritePolicy;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.rollout.fleet.CheckedModel;
import io.labelstream.train.ModelForm;
import io.labelstream.train.TrainableFamilies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code convert}: writes the same model in another form of file. */
public final class ConvertCommand extends Command {
  private final Option<Path> model = options.parameter(Path.class, "MODEL", "The model file.");
  private final Option<Path> out = options.value(Path.class, "-o", "--out").required("FILE", "The file to write.");
  private final Option<Boolean> force = options.flag("--force", "Overwrite files that exist.");

  public ConvertCommand(final Io io) {
    super(io, "convert",
        "Writes a model in another form of file, with the same weights and predictions.",
        "The file's name decides its form: .safetensors is the smaller one, all others are fastText's own, .bin or .ftz.",
        "Card and golden samples go along: inside a .safetensors file, beside any other.");
    examples(
        "labelstream convert topics.ftz --out topics.safetensors",
        "labelstream convert topics.safetensors --out topics.ftz");
  }

  @Override
  protected void run() throws IOException {
    final Path source = model.value();
    final OverwritePolicy overwriting =
        OverwritePolicy.by(force.value(), Stream.of(source, ModelCard.beside(source), GoldenSamples.beside(source)).map(Path::toString).toList());
    try (ModelArtifact artifact = Models.read(model.value())) {
      final ModelForm form = form(artifact.description().family());
      final Metadata metadata = withBeside(artifact.metadata());
      switch (form.metadata()) {
        case INSIDE -> WholeFile.require(out.value(), overwriting);
        case BESIDE -> requireRoom(metadata, overwriting);
      }
      WholeFile.write(out.value(), overwriting, channel -> form.write(artifact, metadata, channel));
      if (form.metadata() == ModelForm.Place.BESIDE) {
        writeBeside(metadata, overwriting);
      }
    }
    final CheckedModel written = Models.check(out.value());
    new Lines(io).line(out.value() + "  " + Amounts.bytes(written.bytes()) + " of " + Amounts.bytes(Files.size(model.value()))
        + written.samples().map(samples -> ", golden samples proved").orElse(", no golden samples"));
  }

  private ModelForm form(final String family) {
    return ModelForms.of(TrainableFamilies.find(family).orElseThrow(() -> new CliException(ExitCode.MODEL_REFUSED, "'" + model.value()
        + "' is a model of the family " + family + ", which can be opened here and not be written; convert it where it was made")), out.value());
  }

  /** Card and golden samples in the file; those beside it, which are later, take their place. */
  private Metadata withBeside(final Metadata inside) throws IOException {
    Metadata all = inside;
    for (final Part part : Part.values()) {
      final Path file = part.beside(model.value());
      if (Files.exists(file)) {
        all = all.with(part.key, Files.readString(file));
      }
    }
    return all;
  }

  private void requireRoom(final Metadata metadata, final OverwritePolicy overwriting) {
    WholeFile.require(out.value(), overwriting);
    for (final Part part : Part.values()) {
      if (metadata.text(part.key).isPresent()) {
        WholeFile.require(part.beside(out.value()), overwriting);
      }
    }
  }

  private void writeBeside(final Metadata metadata, final OverwritePolicy overwriting) {
    for (final Part part : Part.values()) {
      final Optional<String> text = metadata.text(part.key);
      text.ifPresent(content -> WholeFile.write(part.beside(out.value()), overwriting, content.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** The parts that go along with a model. */
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
