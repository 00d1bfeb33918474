package io.labelstream.cli.bench;

import io.labelstream.bench.BenchException;
import io.labelstream.bench.BenchTexts;
import io.labelstream.bench.ModelFile;
import io.labelstream.bench.SwapBench;
import io.labelstream.bench.SwapFigures;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Option;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code bench swap}: measures the cost of swapping models under full load. */
final class BenchSwapCommand extends Command {
  private static final int MOST_THREADS = 1024;
  private static final int MOST_SWAPS = 1_000_000;

  private final Option<List<Path>> models = options.list(Path.class, "-m", "--model").required("FILE", "A model; given twice, for the two that are swapped.");
  private final Option<Path> text = options.value(Path.class, "--text").optional("FILE", "The texts, one a line (default: the demo's sentences).");
  private final Option<Integer> swaps = options.value(Integer.class, "--swaps").or("10", "N", "How many swaps to measure (${DEFAULT-VALUE}).");
  private final Option<Integer> threads = options.value(Integer.class, "--threads").or("1", "N", "How many threads classify (${DEFAULT-VALUE}).");
  private final Option<Duration> interval = options.duration("--interval")
      .or("1s", "DURATION", "The quiet time before each announcement (${DEFAULT-VALUE}); if less than a second, so is the measured time around a swap.");
  private final Option<Duration> lead = options.duration("--lead")
      .or("1s", "DURATION", "The time from an announcement to its effective time (${DEFAULT-VALUE}); a large model takes longer to prepare.");
  private final Option<ReportFormat> format = options.format();

  BenchSwapCommand(final Io io) {
    super(io, "swap",
        "Swaps two models in turn while threads classify without pause, as in a pipeline, but without Kafka.",
        "Each is announced, fetched, verified, opened and proved, and takes over; the one before is released. Prints the processing time of a text in the "
            + "quiet second before the announcement, while the model is prepared, and in the second around the swap; how far throughput falls; the memory that "
            + "models hold outside the heap after each swap; and the process's memory. Many swaps with a short --interval show whether memory comes back.");
    examples(
        "labelstream bench swap --model models/lid.176.ftz --model models/common-voice-83.ftz",
        "labelstream bench swap --model a.bin --model b.bin --text texts.txt --threads 2 --lead 5s --format json");
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    options.require(models.value().size() == 2, "--model is given " + models.value().size() + " times, expected twice");
    options.require(swaps.value() >= 1 && swaps.value() <= MOST_SWAPS, "--swaps " + swaps.value() + " must be from 1 to " + MOST_SWAPS);
    options.require(threads.value() >= 1 && threads.value() <= MOST_THREADS, "--threads " + threads.value() + " must be from 1 to " + MOST_THREADS);
    requireTime("--interval", interval.value());
    requireTime("--lead", lead.value());
    final SwapBenchReport report = new SwapBenchReport(measured());
    new Lines(io).print(format.value().of(() -> report.toText(), () -> report.toJson()));
  }

  private SwapFigures measured() throws IOException, InterruptedException {
    final BenchTexts texts = BenchTextFile.read(text.given());
    final ModelFile first = Models.use(models.value().getFirst(), file -> ModelFile.of(file, "a"));
    final ModelFile second = Models.use(models.value().getLast(), file -> ModelFile.of(file, "b"));
    try {
      return SwapBench.run(new SwapBench.Settings(first, second, texts, swaps.value(), threads.value(), interval.value(), lead.value()));
    } catch (final IllegalArgumentException alike) {
      throw new CliException(ExitCode.USAGE, alike.getMessage(), alike);
    } catch (final BenchException failure) {
      throw new CliException(ExitCode.FAILED, failure.getMessage(), failure);
    }
  }

  private void requireTime(final String option, final Duration time) {
    options.require(time.compareTo(SwapBench.LEAST_TIME) >= 0 && time.toHours() < 1,
        option + " " + time.toMillis() + "ms must be at least " + SwapBench.LEAST_TIME.toMillis() + "ms and less than 1h");
  }
}
