package io.labelstream.cli.bench;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.verb.DurationConverter;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code bench swap}: what swapping models under full load costs. */
final class BenchSwapCommand implements Verb {
  private static final int MOST_THREADS = 1024;
  private static final int MOST_SWAPS = 1_000_000;

  private final Io io;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private List<Path> models;
  private Optional<Path> text = Optional.empty();
  private int swaps;
  private int threads;
  private Duration interval;
  private Duration lead;
  private ReportFormat format;

  BenchSwapCommand(final Io io) {
    this.io = io;
    spec.name("swap").usageMessage()
        .description(
            "Swaps two models in turn while threads classify without pause, as a pipeline does it but without Kafka.",
            "Each is announced, fetched, verified, opened, proved, takes over, and the one before is released. Prints the processing time of a text in the "
                + "quiet second before the announcement, while the model is prepared, and in the second around the swap; how far throughput falls; what models "
                + "hold outside the heap after each swap; and the process's memory. Many swaps with a short --interval show whether memory comes back.")
        .footer(
            "  labelstream bench swap --model models/lid.176.ftz --model models/common-voice-83.ftz",
            "  labelstream bench swap --model a.bin --model b.bin --text texts.txt --threads 2 --lead 5s --format json");
    spec.addOption(Options.list(Path.class, value -> models = value, "-m", "--model").required(true).paramLabel("FILE")
        .description("A model; given twice, for the two that are swapped.").build());
    spec.addOption(Options.value(Path.class, value -> text = Optional.of(value), "--text").paramLabel("FILE")
        .description("The texts, one a line (default: the demo's sentences).").build());
    spec.addOption(Options.value(int.class, value -> swaps = value, "--swaps").defaultValue("10").paramLabel("N")
        .description("How many swaps to measure (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> threads = value, "--threads").defaultValue("1").paramLabel("N")
        .description("How many threads classify (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(Duration.class, value -> interval = value, "--interval").defaultValue("1s").converters(new DurationConverter())
        .paramLabel("DURATION").description("The quiet time before each announcement (${DEFAULT-VALUE});",
            "with less than a second, what is measured of a swap is as short.").build());
    spec.addOption(Options.value(Duration.class, value -> lead = value, "--lead").defaultValue("1s").converters(new DurationConverter()).paramLabel("DURATION")
        .description("The time from an announcement to its effective time (${DEFAULT-VALUE}); a large model takes longer to prepare.").build());
    spec.addOption(Options.value(ReportFormat.class, value -> format = value, "-f", "--format").defaultValue("text").paramLabel("FORMAT")
        .description("text or json (${DEFAULT-VALUE}).").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    require(models.size() == 2, "--model is given " + models.size() + " times, expected twice");
    require(swaps >= 1 && swaps <= MOST_SWAPS, "--swaps " + swaps + " must be from 1 to " + MOST_SWAPS);
    require(threads >= 1 && threads <= MOST_THREADS, "--threads " + threads + " must be from 1 to " + MOST_THREADS);
    requireTime("--interval", interval);
    requireTime("--lead", lead);
    final BenchTexts texts = text.isPresent() ? BenchTexts.of(text.get()) : BenchTexts.bundled();
    final SwapBenchReport report =
        SwapBench.run(new SwapBench.Settings(models.getFirst(), models.getLast(), texts, swaps, threads, interval, lead));
    io.out().write(
        switch (format) {
          case TEXT -> report.toText().getBytes(StandardCharsets.UTF_8);
          case JSON -> report.toJson();
        });
    return ExitCode.OK.code();
  }

  private void requireTime(final String option, final Duration time) {
    require(time.toMillis() >= LoadLog.SLICE_MILLIS && time.toHours() < 1,
        option + " " + time.toMillis() + "ms must be at least " + LoadLog.SLICE_MILLIS + "ms and less than 1h");
  }

  private void require(final boolean holds, final String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
