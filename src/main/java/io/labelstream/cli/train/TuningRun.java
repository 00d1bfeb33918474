package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelCard;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Times;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.CommandWords;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Program;
import io.labelstream.cli.verb.StopSignal;
import io.labelstream.cli.verb.TemporaryFolder;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.display.VisibleText;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.TextClassifier;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.EvaluationReport;
import io.labelstream.train.fasttext.TrainingSettings;
import io.labelstream.train.fasttext.compress.CompressionLimit;
import io.labelstream.train.fasttext.compress.CompressionSettings;
import io.labelstream.train.tune.Trial;
import io.labelstream.train.tune.Tuned;
import io.labelstream.train.tune.Tuner;
import io.labelstream.train.tune.TuningException;
import io.labelstream.train.tune.TuningSettings;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Searches the best model and writes it with what goes with it. */
final class TuningRun {
  /** How long the process waits after Ctrl-C until the best model is written. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private TuningRun() {}

  /** What to search and write. */
  record Request(String data, LabelledTextOptions texts, Path out, TuningSettings settings, ValidationTexts validation, CardOptions.Request card) {}

  /** @throws CliException if the data cannot be read or trained on, no model is found, or a file cannot be written */
  static void run(final DividedTexts texts, final Request request, final TrainingProgress progress, final Lines lines)
      throws IOException, InterruptedException {
    WrittenModel.requireRoom(request.out(), request.card());
    progress.phase("reading '" + texts.name() + "'");
    final DataSummary summary = texts.survey();
    progress.close();
    DataWarnings.of(summary).forEach(lines::warn);
    try (StopSignal stop = StopSignal.install(PATIENCE, StopSignal.Ending.OF_THE_SIGNAL);
        TemporaryFolder folder = TemporaryFolder.create()) {
      final Tuned tuned = texts.use(parts -> search(parts, request, folder.path(), progress, stop));
      progress.phase("writing '" + request.out() + "'");
      final Optional<EvaluationReport> measured;
      final List<GoldenSamples.Sample> samples;
      final String sha256 =
          WholeFile.writeDigested(request.out(), request.card().overwriting(), channel -> Files.copy(tuned.file(), Channels.newOutputStream(channel)));
      try (TextClassifier classifier = Models.open(request.out())) {
        measured = WrittenModel.measured(classifier, texts, lines);
        samples = texts.use(parts -> WrittenModel.samples(parts.forSamples(), classifier, request.card(), request.settings().seed()));
        WrittenModel.complete(
            request.out(), sha256, request.card(), samples,
            new WrittenModel.Origin(Optional.of(summary), settings(request, tuned), measured, request.card().made()), classifier.description());
      }
      progress.close();
      lines.print(text(request, tuned, measured, samples.size()));
    }
  }

  private static Tuned search(
      final DividedTexts.Parts parts, final Request request, final Path folder, final TrainingProgress progress, final StopSignal stop)
      throws IOException, TrainingDataException, InterruptedException {
    final TrialLines trials = new TrialLines(request.settings(), progress);
    final Tuner tuner = Tuner.of(parts.training(), parts.validation().orElseThrow(), request.settings(), folder, trials);
    Thread.ofPlatform().daemon().name("labelstream-tune-stop").start(() -> stopOn(stop, tuner));
    trials.begin();
    try {
      return tuner.search();
    } catch (final TuningException nothing) {
      progress.close();
      final ExitCode code = switch (nothing.reason()) {
        case NO_TIME, NO_MODEL -> ExitCode.NOTHING_FOUND;
        case NO_FILE -> ExitCode.OUTPUT_FAILED;
      };
      throw new CliException(code, nothing.getMessage(), nothing);
    }
  }

  private static void stopOn(final StopSignal signal, final Tuner tuner) {
    try {
      signal.await();
      tuner.stop();
    } catch (final InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> settings(final Request request, final Tuned tuned) {
    final Map<String, String> all = new LinkedHashMap<>();
    all.put("found by", tuned.trials().size() + " trials in " + Times.inWords(request.settings().time()) + " at most, by "
        + request.settings().measure().name().toLowerCase(Locale.ROOT));
    final List<String> commands = commands(request, tuned.best().settings());
    all.put("made again by", commands.getFirst());
    if (commands.size() > 1) {
      all.put("and then", commands.getLast());
    }
    all.putAll(TrainingRun.settings(tuned.best().settings(), request.validation()));
    request.settings().compression().ifPresent(compression -> all.putAll(CompressionJob.settings(compression)));
    all.put("validation texts", request.validation().inWords() + "; they also chose these settings");
    return all;
  }

  /** The command lines that make the best model without a search. */
  private static List<String> commands(final Request request, final TrainingSettings best) {
    final Optional<CompressionSettings> compression = request.settings().compression();
    final Path full = compression.isPresent() ? request.out().resolveSibling(request.out().getFileName() + ".full.bin") : request.out();
    final List<String> train = new ArrayList<>(List.of(Program.NAME, "train", request.data()));
    train.addAll(request.texts().words());
    train.addAll(request.validation().words());
    train.addAll(TrainingOptions.words(best));
    train.addAll(List.of("--out", full.toString()));
    final List<String> commands = new ArrayList<>(List.of(CommandWords.line(train)));
    if (compression.isPresent() && compression.get().limit() instanceof CompressionLimit.Bytes bytes) {
      final List<String> compress = new ArrayList<>(List.of(Program.NAME, "compress", full.toString(), "--data", request.data()));
      compress.addAll(request.texts().words());
      compress.addAll(request.validation().words());
      compress.addAll(List.of("--size", Long.toString(bytes.most()), "--threads", Integer.toString(compression.get().threads()),
          "--seed", Long.toString(compression.get().seed()), "--out", request.out().toString()));
      commands.add(CommandWords.line(compress));
    }
    return commands;
  }

  private static String text(final Request request, final Tuned tuned, final Optional<EvaluationReport> measured, final int samples) {
    final StringBuilder text = new StringBuilder(VisibleText.of(request.out().toString())).append("  ").append(Amounts.bytes(tuned.bytes())).append('\n');
    final Duration searched = tuned.trials().stream().map(Trial::elapsed).reduce(Duration.ZERO, Duration::plus);
    line(text, "search", String.format(Locale.ROOT, "the best of %,d %s in %s is trial %d: %s", tuned.trials().size(),
        tuned.trials().size() == 1 ? "trial" : "trials", Times.inWords(searched), tuned.best().number(), TrialLines.settings(tuned.best().settings())));
    measured.ifPresent(report -> line(text, "validation", String.format(Locale.ROOT, "accuracy %.4f on %,d texts, mean F1 of labels %.4f",
        report.accuracyOfMeasured(), report.texts().measured(), report.macro().f1())));
    line(text, "card", ModelCard.beside(request.out()).toString());
    if (samples > 0) {
      line(text, "samples", GoldenSamples.beside(request.out()) + ", " + samples + " texts of the data");
    }
    text.append("\nTo make it again:\n");
    commands(request, tuned.best().settings()).forEach(command -> text.append("  ").append(VisibleText.of(command)).append('\n'));
    return text.toString();
  }

  private static void line(final StringBuilder text, final String name, final String value) {
    text.append(String.format(Locale.ROOT, "  %-12s %s\n", name, VisibleText.of(value)));
  }
}
