package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelForms;
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
import io.labelstream.model.ModelOptions;
import io.labelstream.train.Compression;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.TrainingDataException;
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

/** Searches the best model and writes it with its card and golden samples. */
final class TuningRun {
  /** How long the process waits after Ctrl-C until the best model is written. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private TuningRun() {}

  /** The search, and the file to write. */
  record Request(
      List<String> familyWord, String data, LabelledTextOptions texts, Path out, TuningSettings settings, ValidationTexts validation,
      CardOptions.Request card) {}

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
      final String sha256 =
          WholeFile.writeDigested(request.out(), request.card().overwriting(), channel -> Files.copy(tuned.file(), Channels.newOutputStream(channel)));
      final WrittenModel.Judged judged = WrittenModel.judged(
          request.out(), ModelOptions.defaults(), texts, request.card(), request.settings().start().get(Settings.SEED), lines);
      WrittenModel.complete(request.out(), sha256, request.card(), new WrittenModel.Origin(Optional.of(summary), settings(request, tuned)), judged);
      progress.close();
      lines.print(text(request, tuned, judged));
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
    all.putAll(TrainingRun.settings(request.settings().family(), tuned.best().settings(), request.validation()));
    request.settings().compression().ifPresent(small -> all.putAll(FileCompression.settings(request.settings().family(), small.settings())));
    all.put("validation texts", request.validation().inWords() + "; they also chose these settings");
    return all;
  }

  /** The command lines that make the best model without a search. */
  private static List<String> commands(final Request request, final Settings best) {
    final TrainableFamily family = request.settings().family();
    final Optional<TuningSettings.SmallForm> compression = request.settings().compression();
    final String suffix = ".full" + ModelForms.of(family, ModelForm.Content.TRAINED).getFirst().suffix();
    final Path full = compression.isPresent() ? request.out().resolveSibling(request.out().getFileName() + suffix) : request.out();
    final List<String> train = new ArrayList<>(List.of(Program.NAME, "train"));
    train.addAll(request.familyWord());
    train.add(request.data());
    train.addAll(request.texts().words());
    train.addAll(request.validation().words());
    train.addAll(TrainingOptions.words(family, best));
    train.addAll(List.of("--out", full.toString()));
    final List<String> commands = new ArrayList<>(List.of(CommandWords.line(train)));
    if (compression.isPresent()) {
      final Settings small = compression.get().settings();
      final List<String> compress = new ArrayList<>(List.of(Program.NAME, "compress", full.toString(), "--data", request.data()));
      compress.addAll(request.texts().words());
      compress.addAll(request.validation().words());
      compress.addAll(List.of("--size", Long.toString(small.get(Compression.SIZE)), "--threads", Integer.toString(small.get(Settings.THREADS)),
          "--seed", Long.toString(small.get(Settings.SEED)), "--out", request.out().toString()));
      commands.add(CommandWords.line(compress));
    }
    return commands;
  }

  private static String text(final Request request, final Tuned tuned, final WrittenModel.Judged judged) {
    final Duration searched = tuned.trials().stream().map(Trial::elapsed).reduce(Duration.ZERO, Duration::plus);
    final StringBuilder text = new SummaryText(request.out(), "")
        .line("search", String.format(Locale.ROOT, "the best of %,d %s in %s is trial %d: %s", tuned.trials().size(),
            tuned.trials().size() == 1 ? "trial" : "trials", Times.inWords(searched), tuned.best().number(),
            request.settings().family().inWords(tuned.best().settings())))
        .judged(judged, ModelForm.Place.BESIDE).text().append("\nTo make it again:\n");
    commands(request, tuned.best().settings()).forEach(command -> text.append("  ").append(VisibleText.of(command)).append('\n'));
    return text.toString();
  }
}
