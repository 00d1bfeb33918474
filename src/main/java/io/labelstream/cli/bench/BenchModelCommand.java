package io.labelstream.cli.bench;

import io.labelstream.bench.BenchTexts;
import io.labelstream.bench.ModelBench;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Option;
import io.labelstream.model.ModelOptions;
import java.io.IOException;
import java.nio.file.Path;

/** {@code bench model}: measures how fast one thread classifies the lines of a file. */
final class BenchModelCommand extends Command {
  private final Option<Path> model = options.value(Path.class, "-m", "--model").required("FILE", "The model: a fastText .bin or .ftz file, or .safetensors.");
  private final Option<Path> text = options.value(Path.class, "--text").optional("FILE", "The texts, one a line.");
  private final Option<Integer> seconds = options.value(Integer.class, "--seconds").or("5", "N", "How long to measure (${DEFAULT-VALUE}).");
  private final Option<Integer> top = options.value(Integer.class, "-k", "--top").or("1", "K", "The most labels a text gets (${DEFAULT-VALUE}).");
  private final Option<Long> derivedBytes = options.value(Long.class, "--derived-bytes")
      .or(Long.toString(ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES), "N",
          "Memory for tables that only make the model faster (default: ${DEFAULT-VALUE}); 0: none.");
  private final Option<ReportFormat> format = options.format();

  BenchModelCommand(final Io io) {
    super(io, "model",
        "Classifies the lines of a file over and over on one thread, and measures speed, memory and opening.",
        "Prints texts a second, megabytes a second, nanoseconds and CPU time a text, the model's memory, and how long it took to open. Figures are medians of "
            + "rounds, with the slowest and the fastest round.",
        "Without --text the demo's sentences are classified.");
    examples(
        "labelstream bench model --model models/lid.176.ftz",
        "labelstream bench model --model topics.bin --text texts.txt --derived-bytes 0 --format json");
  }

  @Override
  protected void run() throws IOException {
    options.require(seconds.value() >= 1 && seconds.value() <= 3600, "--seconds " + seconds.value() + " must be from 1 to 3600");
    options.require(top.value() >= 1, "--top " + top.value() + " must be at least 1");
    options.require(derivedBytes.value() >= 0, "--derived-bytes " + derivedBytes.value() + " must not be negative");
    final BenchTexts texts = BenchTextFile.read(text.given());
    final ModelBenchReport report = new ModelBenchReport(Models.use(model.value(),
        file -> ModelBench.run(file, texts, new ModelOptions(derivedBytes.value()), top.value(), seconds.value())));
    new Lines(io).print(format.value().of(() -> report.toText(), () -> report.toJson()));
  }
}
