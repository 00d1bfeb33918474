package io.labelstream.cli.model;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Option;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code inspect}: shows the contents of a model file. */
public final class InspectCommand extends Command {
  private final Option<Path> model = options.parameter(Path.class, "FILE", "The model file.");
  private final Option<Boolean> memory = options.flag("--memory", "Also open the model and say how many bytes it holds outside the heap, and why.");
  private final Option<ReportFormat> format = options.format();

  public InspectCommand(final Io io) {
    super(io, "inspect", "Describes a model file: family, version, sizes, properties, bytes by part, digest.");
    examples(
        "labelstream inspect models/lid.176.ftz",
        "labelstream inspect --memory --format json models/lid.176.ftz");
  }

  @Override
  protected void run() throws IOException {
    try (ModelArtifact artifact = Models.read(model.value())) {
      final ModelReport report = new ModelReport(model.value().toString(), Models.sha256(model.value()), artifact.description(), held(artifact));
      new Lines(io).print(format.value().of(() -> ModelReportText.render(report), () -> ModelReportJson.render(report)));
    }
  }

  private Optional<ModelMemory> held(final ModelArtifact artifact) {
    if (!memory.value()) {
      return Optional.empty();
    }
    try (TextClassifier classifier = Models.open(model.value(), artifact)) {
      return Optional.of(classifier.memory());
    }
  }
}
