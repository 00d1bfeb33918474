package io.labelstream.cli.bench;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import io.labelstream.model.ModelOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code bench model}: how fast one thread classifies the lines of a file. */
final class BenchModelCommand implements Verb {
  private final Io io;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private Path model;
  private Optional<Path> text = Optional.empty();
  private int seconds;
  private int top;
  private long derivedBytes = ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES;
  private ReportFormat format;

  BenchModelCommand(final Io io) {
    this.io = io;
    spec.name("model").usageMessage()
        .description(
            "Classifies the lines of a file over and over on one thread, and measures speed, memory and opening.",
            "Prints texts a second, megabytes a second, nanoseconds a text, the model's memory, and how long it took to open. Figures are medians of "
                + "rounds, with the slowest and the fastest round.",
            "Without --text the demo's sentences are classified.")
        .footer(
            "  labelstream bench model --model models/lid.176.ftz",
            "  labelstream bench model --model topics.bin --text texts.txt --derived-bytes 0 --format json");
    spec.addOption(Options.value(Path.class, value -> model = value, "-m", "--model").required(true).paramLabel("FILE")
        .description("The model: a fastText .bin or .ftz file, or .safetensors.").build());
    spec.addOption(Options.value(Path.class, value -> text = Optional.of(value), "--text").paramLabel("FILE").description("The texts, one a line.").build());
    spec.addOption(Options.value(int.class, value -> seconds = value, "--seconds").defaultValue("5").paramLabel("N")
        .description("How long to measure (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> top = value, "-k", "--top").defaultValue("1").paramLabel("K")
        .description("The most labels a text gets (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(long.class, value -> derivedBytes = value, "--derived-bytes").paramLabel("N")
        .description("Memory for tables that only make the model faster (default: " + ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES + "); 0: none.").build());
    spec.addOption(Options.value(ReportFormat.class, value -> format = value, "-f", "--format").defaultValue("text").paramLabel("FORMAT")
        .description("text or json (${DEFAULT-VALUE}).").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    require(seconds >= 1 && seconds <= 3600, "--seconds " + seconds + " must be from 1 to 3600");
    require(top >= 1, "--top " + top + " must be at least 1");
    require(derivedBytes >= 0, "--derived-bytes " + derivedBytes + " must not be negative");
    final BenchTexts texts = text.isPresent() ? BenchTexts.of(text.get()) : BenchTexts.bundled();
    final ModelBenchReport report = ModelBench.run(model, texts, new ModelOptions(derivedBytes), top, seconds);
    io.out().write(
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
