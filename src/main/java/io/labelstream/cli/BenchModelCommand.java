package io.labelstream.cli;

import io.labelstream.model.ModelOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench model}: how fast one thread classifies the lines of a file. */
@Command(
    name = "model",
    description = {
      "Classifies the lines of a file over and over on one thread, and prints texts a second, megabytes a second, nanoseconds a text,",
      "the model's memory, and how long it took to open. Figures are medians of rounds, with the slowest and the fastest round.",
      "Without --text the demo's sentences are classified."
    },
    footer = {
      "  labelstream bench model --model models/lid.176.ftz",
      "  labelstream bench model --model topics.bin --text texts.txt --derived-bytes 0 --format json"
    })
final class BenchModelCommand implements Callable<Integer> {
  @ParentCommand private BenchCommand bench;
  @Spec private CommandSpec spec;

  @Option(names = {"-m", "--model"}, required = true, paramLabel = "FILE", description = "The model: a fastText .bin or .ftz file.")
  private Path model;

  @Option(names = "--text", paramLabel = "FILE", description = "The texts, one a line.")
  private Optional<Path> text;

  @Option(names = {"-s", "--seconds"}, defaultValue = "5", paramLabel = "N", description = "How long to measure (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = {"-k", "--top"}, defaultValue = "1", paramLabel = "K", description = "The most labels a text gets (${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--derived-bytes", paramLabel = "N",
      description = "Memory for tables that only make the model faster (default: " + ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES + "); 0: none.")
  private long derivedBytes = ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES;

  @Option(names = {"-f", "--format"}, defaultValue = "text", paramLabel = "FORMAT", description = "text or json (${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Override
  public Integer call() throws IOException {
    require(seconds >= 1 && seconds <= 3600, "--seconds " + seconds + " must be from 1 to 3600");
    require(top >= 1, "--top " + top + " must be at least 1");
    require(derivedBytes >= 0, "--derived-bytes " + derivedBytes + " must not be negative");
    final BenchTexts texts = text.isPresent() ? BenchTexts.of(text.get()) : BenchTexts.bundled();
    final ModelBenchReport report = ModelBench.run(model, texts, new ModelOptions(derivedBytes), top, seconds);
    bench.io().out().write(
        switch (format) {
          case TEXT -> report.toText().getBytes(StandardCharsets.UTF_8);
          case JSON -> report.toJson();
        });
    return ExitCode.OK.code();
  }

  private void require(final boolean holds, final String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
