package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelCard;
import io.labelstream.cli.model.ModelForms;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OverwritePolicy;
import io.labelstream.cli.verb.Program;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.rollout.fleet.CheckedModel;
import io.labelstream.train.ImportedModel;
import io.labelstream.train.ModelForm;
import io.labelstream.train.ModelImport;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamilies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code convert}: writes the same model in another form of file, or imports one that another program wrote. */
public final class ConvertCommand extends Command {
  private final List<ModelImport> imports;
  private final Option<Path> model;
  private final Option<Path> out;
  private final FamilyOptions settings;
  private final Option<Boolean> force;

  /**
   * The verb with the options of all families that import models.
   *
   * @param words those after the verb
   */
  public ConvertCommand(final Io io, final List<String> words) {
    // The help of all verbs needs no search of the whole class path.
    this(io, words.isEmpty() ? Stream.empty() : TrainableFamilies.all().stream().flatMap(family -> family.imports().stream()));
  }

  private ConvertCommand(final Io io, final Stream<ModelImport> families) {
    final List<ModelImport> all = families.toList();
    super(io, "convert", description(all).toArray(String[]::new));
    imports = all;
    examples(Stream.concat(
        Stream.of("topics.ftz --out topics.safetensors", "topics.safetensors --out topics.ftz"),
        imports.stream().flatMap(each -> each.help().examples().stream())).map(words -> Program.NAME + " convert " + words).toArray(String[]::new));
    model = options.parameter(Path.class, "MODEL", "The model file, or a model of another program.");
    out = options.value(Path.class, "-o", "--out").required("FILE", "The file to write.");
    settings = new FamilyOptions(options);
    imports.stream().flatMap(each -> each.settings().stream()).forEach(settings::add);
    force = options.flag("--force", "Overwrite files that exist.");
  }

  private static List<String> description(final List<ModelImport> imports) {
    final List<String> lines = new ArrayList<>(List.of(
        "Writes a model in another form of file, with the same weights and predictions.",
        "The file's name decides its form: .safetensors is the smaller one, all others are fastText's own, .bin or .ftz.",
        "Card and golden samples go along: inside a .safetensors file, beside any other."));
    if (!imports.isEmpty()) {
      lines.add("Models of other programs that it takes:");
      imports.forEach(each -> lines.add(each.help().sources() + "."));
    }
    return lines;
  }

  @Override
  protected void run() throws IOException {
    final Optional<ModelImport> importing = imports.stream().filter(each -> each.recognises(model.value())).findFirst();
    final Settings given = settings.settings();
    if (importing.isPresent()) {
      importModel(importing.get(), given);
      return;
    }
    for (final Setting<?> setting : imports.stream().flatMap(each -> each.settings().stream()).toList()) {
      options.require(given.given(setting).equals(setting.usual()),
          "--" + setting.name() + " is for models of other programs, and '" + model.value() + "' is none that is imported");
    }
    convertModel();
  }

  private void importModel(final ModelImport importing, final Settings given) throws IOException {
    final Path source = model.value();
    final OverwritePolicy overwriting = OverwritePolicy.by(force.value(), List.of(source.toString()));
    WholeFile.require(out.value(), overwriting);
    final ImportedModel imported = Models.explained(source, file -> importing.read(file, given));
    final Metadata metadata = Metadata.none().with(Metadata.SETTINGS, "imported from " + source.getFileName() + ": " + String.join("; ", imported.notes()));
    WholeFile.write(out.value(), overwriting, channel -> imported.writeTo(metadata, channel));
    final CheckedModel written = Models.check(out.value());
    final Lines lines = new Lines(io);
    lines.line(out.value() + "  " + Amounts.bytes(written.bytes()));
    for (final String note : imported.notes()) {
      lines.line("  " + note);
    }
  }

  private void convertModel() throws IOException {
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
