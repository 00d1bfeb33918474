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
import io.labelstream.display.VisibleText;
import io.labelstream.train.Compression;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Settings;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.tune.Tuned;
import io.labelstream.train.tune.Tuner;
import io.labelstream.train.tune.TuningException;
import io.labelstream.train.tune.TuningSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Searches the best model and writes it with its card and golden samples. */
final class TuningRun {
  /** How long the process waits after Ctrl-C until the best model is written. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private TuningRun() {}

  /** @throws CliException if the data cannot be read or trained on, no model is found, or a file cannot be written */
  static void run(
      final DividedTexts texts, final TuneRequest request, final TuningSettings settings, final TrainingProgress progress, final Lines lines)
      throws IOException, InterruptedException {
    final DataSummary summary = request.survey(texts, progress, lines);
    try (StopSignal stop = StopSignal.install(PATIENCE, StopSignal.Ending.OF_THE_SIGNAL);
        TemporaryFolder folder = TemporaryFolder.create()) {
      final Tuned tuned = texts.use(parts -> search(parts, settings, folder.path(), progress, stop));
      final List<String> commands = commands(request, settings, tuned.best().settings());
      final WrittenModel.Judged judged = request.write(
          tuned.file(), texts, summary, rows(request, settings, tuned, commands), settings.start().get(Settings.SEED), progress, lines);
      lines.print(text(request, tuned, judged, commands));
    }
  }

  private static Tuned search(
      final DividedTexts.Parts parts, final TuningSettings settings, final Path folder, final TrainingProgress progress, final StopSignal stop)
      throws IOException, TrainingDataException, InterruptedException {
    final TrialLines trials = new TrialLines(settings, progress);
    final Tuner tuner = Tuner.of(parts.training(), parts.validation().orElseThrow(), settings, folder, trials);
    stop.whenSignalled(tuner::stop);
    trials.begin();
    try {
      return tuner.search();
    } catch (final TuningException nothing) {
      progress.close();
      throw explained(nothing);
    }
  }

  /** A search without a result, for people. */
  static CliException explained(final TuningException nothing) {
    final ExitCode code = switch (nothing.reason()) {
      case NO_TIME, NO_MODEL -> ExitCode.NOTHING_FOUND;
      case NO_FILE -> ExitCode.OUTPUT_FAILED;
    };
    return new CliException(code, nothing.getMessage(), nothing);
  }

  private static Map<String, String> rows(
      final TuneRequest request, final TuningSettings settings, final Tuned tuned, final List<String> commands) {
    final Map<String, String> all = new LinkedHashMap<>();
    all.put("found by", tuned.trials().size() + " trials in " + Times.inWords(settings.time()) + " at most, by "
        + settings.measure().name().toLowerCase(Locale.ROOT));
    all.put("made again by", commands.getFirst());
    if (commands.size() > 1) {
      all.put("and then", commands.getLast());
    }
    all.putAll(TrainingRun.settings(settings.family(), tuned.best().settings(), request.validation()));
    settings.compression().ifPresent(small -> all.putAll(FileCompression.settings(settings.family(), small.settings())));
    all.put("validation texts", request.validation().inWords() + "; they also chose these settings");
    return all;
  }

  /** The command lines that make the best model without a search. */
  private static List<String> commands(final TuneRequest request, final TuningSettings settings, final Settings best) {
    if (settings.compression().isEmpty()) {
      return List.of(request.trainCommand(best, request.out()));
    }
    final Settings small = settings.compression().get().settings();
    final String suffix = ".full" + ModelForms.of(settings.family(), ModelForm.Content.TRAINED).getFirst().suffix();
    final Path full = request.out().resolveSibling(request.out().getFileName() + suffix);
    final List<String> compress = new ArrayList<>(List.of(Program.NAME, "compress", full.toString(), "--data", request.data()));
    compress.addAll(request.texts().words());
    compress.addAll(request.validation().words());
    compress.addAll(List.of("--size", Long.toString(small.get(Compression.SIZE)), "--threads", Integer.toString(small.get(Settings.THREADS)),
        "--seed", Long.toString(small.get(Settings.SEED)), "--out", request.out().toString()));
    return List.of(request.trainCommand(best, full), CommandWords.line(compress));
  }

  private static String text(final TuneRequest request, final Tuned tuned, final WrittenModel.Judged judged, final List<String> commands) {
    return new SummaryText(request.out(), "")
        .line("search", String.format(Locale.ROOT, "the best of %,d %s in %s is trial %d: %s", tuned.trials().size(),
            tuned.trials().size() == 1 ? "trial" : "trials", Times.inWords(tuned.took()), tuned.best().number(),
            request.named().family().inWords(tuned.best().settings())))
        .judged(judged, ModelForm.Place.BESIDE).text().append(again(commands)).toString();
  }

  /** The commands that make a model again, for the end of a summary. */
  static String again(final List<String> commands) {
    return commands.stream().map(command -> "  " + VisibleText.of(command) + "\n").collect(Collectors.joining("", "\nTo make it again:\n", ""));
  }
}
