package io.labelstream.cli.model;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code inspect}: what a model file is. */
public final class InspectCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private Path model;
  private boolean memory;
  private ReportFormat format;

  public InspectCommand(final Io io) {
    this.io = io;
    spec.name("inspect").usageMessage()
        .description("Says what a model file is: family, version, sizes, properties, bytes by part, digest.")
        .footer(
            "  labelstream inspect models/lid.176.ftz",
            "  labelstream inspect --memory --format json models/lid.176.ftz");
    spec.addPositional(Options.parameter(Path.class, value -> model = value).paramLabel("FILE").description("The model file.").build());
    spec.addOption(Options.flag(value -> memory = value, "--memory")
        .description("Also open the model and say how many bytes it holds outside the heap, and why.").build());
    spec.addOption(Options.value(ReportFormat.class, value -> format = value, "-f", "--format").defaultValue("text").paramLabel("FORMAT")
        .description("text or json (${DEFAULT-VALUE}).").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    final ModelReport report;
    try (ModelArtifact artifact = Models.read(model)) {
      report = new ModelReport(model.toString(), Models.sha256(model), artifact.description(), held(artifact));
    }
    io.out().write(
        switch (format) {
          case TEXT -> ModelReportText.render(report);
          case JSON -> ModelReportJson.render(report);
        });
    return ExitCode.OK.code();
  }

  private Optional<ModelMemory> held(final ModelArtifact artifact) {
    if (!memory) {
      return Optional.empty();
    }
    try (TextClassifier classifier = Models.open(model, artifact)) {
      return Optional.of(classifier.memory());
    }
  }
}
