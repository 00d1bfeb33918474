package io.labelstream.cli.bench;

import io.labelstream.bench.BenchException;
import io.labelstream.bench.BenchTexts;
import io.labelstream.bench.pipeline.BenchModel;
import io.labelstream.bench.pipeline.Guarantee;
import io.labelstream.bench.pipeline.Matrix;
import io.labelstream.bench.pipeline.PipelineBench;
import io.labelstream.bench.pipeline.PipelineFigures;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Failures;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OverwritePolicy;
import io.labelstream.cli.verb.StopSignal;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.pipeline.config.InputFormat;
import io.labelstream.pipeline.config.OutputFormat;
import io.labelstream.pipeline.config.PipelineConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code bench pipeline}: measures whole pipelines beside a bare Kafka Streams application. */
final class BenchPipelineCommand extends Command {
  private static final String LIST = ",";
  private static final Duration STOPPING = Duration.ofSeconds(60);
  /** The first five seconds are reported apart. */
  private static final int LEAST_LATENCY = 6;
  private static final int MOST = 1024;
  private static final int LONGEST_TEXT = 1 << 20;
  private static final long MOST_RECORDS = 1_000_000_000;

  private final Option<List<Path>> models = options.list(Path.class, "--models").between(LIST).required("FILE", "The models.");
  private final Option<Path> text = options.value(Path.class, "--text").optional("FILE", "The texts, one a line (default: made up).");
  private final Option<Long> seed = options.value(Long.class, "--seed").or("1", "N", "For texts that are made up (${DEFAULT-VALUE}).");
  private final Option<List<InputFormat>> inputs =
      options.list(InputFormat.class, "--input").between(LIST).or("text", "FORMAT", "Formats of the texts: text, json, avro (${DEFAULT-VALUE}).");
  private final Option<List<OutputFormat>> outputs =
      options.list(OutputFormat.class, "--output").between(LIST).or("json", "FORMAT", "Formats of the labels: json, avro (${DEFAULT-VALUE}).");
  private final Option<List<Guarantee>> guarantees = options.list(Guarantee.class, "--guarantee").between(LIST)
      .or("exactly_once_v2", "GUARANTEE", "exactly_once_v2, at_least_once (${DEFAULT-VALUE}).");
  private final Option<List<Integer>> threads = counts("--threads", "1", "Stream threads of each instance");
  private final Option<List<Integer>> instances = counts("--instances", "1", "Processes that share the work");
  private final Option<List<Integer>> partitions = counts("--partitions", "4", "Partitions of each topic");
  private final Option<List<Integer>> slots = counts("--slots", "1", "Slots, all with the same model");
  private final Option<List<Integer>> textBytes = options.list(Integer.class, "--text-bytes").between(LIST)
      .optional("N", "Lengths of texts, which are put together or cut (default: as they are, or " + PipelineBench.USUAL_TEXT_BYTES + ").");
  private final Option<Long> records = options.value(Long.class, "--records")
      .or("2400000", "N", "Records of each run, fewer where they have over a gibibyte of text (${DEFAULT-VALUE}).");
  private final Option<Integer> repetitions = options.value(Integer.class, "--repetitions")
      .or("3", "N", "Runs of each, in turn with the others (${DEFAULT-VALUE}).");
  private final Option<Duration> latency = options.duration("--latency")
      .or("20s", "DURATION", "How long each steady load lasts, at half and at four fifths of the most records a second (${DEFAULT-VALUE}); 0s: none.");
  private final Option<Map<String, String>> settings = options.map("-D", "--set").optional("KEY=VALUE", "A setting, as for run. May be repeated.");
  private final Option<Path> json = options.value(Path.class, "--json").optional("FILE", "Write all figures of all runs here, too.");

  BenchPipelineCommand(final Io io) {
    super(io, "pipeline",
        "Runs pipelines and, in turn with them, a bare Kafka Streams application that passes its input on, each in a fresh JVM, and compares them.",
        "Starts a broker of its own and writes the texts to it once; each run then works on them as fast as it can. Prints records a second from the first to "
            + "the last committed record, the CPU time a record by kind of thread, bytes a record that stream threads allocate, and the time from the start of "
            + "the process to the first million records; then the time from the moment at which a record was due to that of its committed output, under "
            + "steady loads that begin when the application runs. Figures are medians of the repetitions; a ratio is that of two runs of one repetition. "
            + "The JVM of the bare application has the same options, but not the ahead-of-time cache that pipelines start with.",
        "Options with lists, with commas between, measure all combinations, and show the line that a cost follows along each list of numbers.");
    examples(
        "labelstream bench pipeline --models models/lid.176.ftz --threads 1,2 --output json,avro",
        "labelstream bench pipeline --models a.ftz,b.ftz --text texts.txt --records 600000 --repetitions 1 --json figures.json");
  }

  private Option<List<Integer>> counts(final String name, final String usual, final String what) {
    return options.list(Integer.class, name).between(LIST).or(usual, "N", what + " (${DEFAULT-VALUE}).");
  }

  @Override
  protected void run() throws IOException {
    Logging.levels("WARN", "OFF");
    final PipelineBench.Settings chosen = chosen();
    final List<String> inputFiles = new ArrayList<>(models.value().stream().map(Path::toString).toList());
    text.given().ifPresent(file -> inputFiles.add(file.toString()));
    final OverwritePolicy overwriting = OverwritePolicy.by(true, inputFiles);
    json.given().ifPresent(file -> WholeFile.require(file, overwriting));
    final List<PipelineConfig.Setting> given = Failures.explained(() -> PipelineConfig.loadWithoutModels(List.of(), Map.of(), settings.value())).settings()
        .stream().filter(setting -> settings.value().containsKey(setting.key())).toList();
    final Optional<PipelineFigures> figures = measured(chosen);
    if (figures.isPresent()) {
      json.given().ifPresent(file -> WholeFile.write(file, overwriting, PipelineBenchJson.of(figures.get(), given).getBytes(StandardCharsets.UTF_8)));
      new Lines(io).print(new PipelineBenchReport(figures.get()).toText(Terminal.ofProcess().style()));
    }
  }

  private PipelineBench.Settings chosen() throws IOException {
    settings.value().keySet().stream().filter(PipelineBench.OWN_SETTINGS::contains).sorted().findFirst()
        .ifPresent(key -> options.require(false, "--set " + key + " is a setting that the bench makes itself; use its options"));
    requireCounts("--threads", threads, MOST);
    requireCounts("--instances", instances, MOST);
    requireCounts("--partitions", partitions, MOST);
    requireCounts("--slots", slots, MOST);
    requireCounts("--text-bytes", textBytes, LONGEST_TEXT);
    options.require(repetitions.value() >= 1 && repetitions.value() <= MOST, "--repetitions " + repetitions.value() + " must be from 1 to " + MOST);
    options.require(records.value() >= 1 && records.value() <= MOST_RECORDS, "--records " + records.value() + " must be from 1 to " + MOST_RECORDS);
    options.require(latency.value().isZero() || latency.value().toSeconds() >= LEAST_LATENCY && latency.value().toHours() < 1,
        "--latency " + latency.value().toSeconds() + "s must be 0s, or at least " + LEAST_LATENCY + "s and less than 1h");
    final Optional<BenchTexts> texts = text.given().isPresent() ? Optional.of(BenchTextFile.read(text.given())) : Optional.empty();
    final Matrix matrix =
        new Matrix(
            inputs.value(), outputs.value(), models.value().stream().map(file -> new BenchModel(file, Models.describe(file).labels())).toList(),
            guarantees.value(), threads.value(), instances.value(), partitions.value(), slots.value(),
            textBytes.value().isEmpty() ? List.of(0) : textBytes.value());
    return new PipelineBench.Settings(matrix, texts, seed.value(), records.value(), repetitions.value(), latency.value(), settings.value());
  }

  private void requireCounts(final String name, final Option<List<Integer>> counts, final int most) {
    for (final int count : counts.value()) {
      options.require(count >= 1 && count <= most, name + " " + count + " must be from 1 to " + most);
    }
  }

  /** The figures; empty after a signal, whose exit status the process then has. */
  private Optional<PipelineFigures> measured(final PipelineBench.Settings chosen) throws IOException {
    try (StopSignal stop = StopSignal.install(STOPPING, StopSignal.Ending.OF_THE_SIGNAL)) {
      final Thread measuring = Thread.currentThread();
      stop.whenSignalled(measuring::interrupt);
      return Optional.of(PipelineBench.run(chosen, line -> io.err().println(line)));
    } catch (final InterruptedException signalled) {
      return Optional.empty();
    } catch (final BenchException failure) {
      throw new CliException(ExitCode.FAILED, failure.getMessage(), failure);
    }
  }
}
