package io.labelstream.cli;

import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code inspect}: what a model file is. */
@Command(
    name = "inspect",
    description = "Says what a model file is: family, version, sizes, properties, bytes by part, digest.",
    footer = {"  labelstream inspect models/lid.176.ftz", "  labelstream inspect --memory --format json models/lid.176.ftz"})
final class InspectCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "FILE", description = "The model file.")
  private Path model;

  @Option(names = "--memory", description = "Also open the model and say how many bytes it holds outside the heap, and why.")
  private boolean memory;

  @Option(names = {"-f", "--format"}, defaultValue = "text", paramLabel = "FORMAT", description = "text or json (${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Override
  public Integer call() throws IOException {
    final ModelDescription description = Models.describe(model);
    final ModelReport report = new ModelReport(model.toString(), Models.sha256(model), description, held());
    main.io().out().write(
        switch (format) {
          case TEXT -> ModelReportText.render(report);
          case JSON -> ModelReportJson.render(report);
        });
    return ExitCode.OK.code();
  }

  private Optional<ModelMemory> held() {
    if (!memory) {
      return Optional.empty();
    }
    try (TextClassifier classifier = Models.open(model)) {
      return Optional.of(classifier.memory());
    }
  }
}
