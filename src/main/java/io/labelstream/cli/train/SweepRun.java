package io.labelstream.cli.train;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Times;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.StopSignal;
import io.labelstream.cli.verb.TemporaryFolder;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Settings;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.tune.Goal;
import io.labelstream.train.tune.Measure;
import io.labelstream.train.tune.OperatingPoint;
import io.labelstream.train.tune.Sweep;
import io.labelstream.train.tune.SweepSettings;
import io.labelstream.train.tune.Swept;
import io.labelstream.train.tune.TuningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Sweeps the settings of a family, shows all models, and writes the one that the goal asks for with its card and golden samples. */
final class SweepRun {
  /** How long the process waits after Ctrl-C until the chosen model is written; the last round of times may be under way. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final double PERCENT = 100;

  private SweepRun() {}

  /**
   * The form of the result.
   *
   * @param chart the file to draw the models in
   */
  record Output(ReportFormat format, Optional<Path> chart, Style style) {}

  /** @throws CliException if the data cannot be read or trained on, no model fits the goal, or a file cannot be written */
  static void run(
      final DividedTexts texts, final TuneRequest request, final SweepSettings settings, final Output output, final TrainingProgress progress,
      final Lines lines) throws IOException, InterruptedException {
    output.chart().ifPresent(chart -> WholeFile.require(chart, request.card().overwriting()));
    final DataSummary summary = request.survey(texts, progress, lines);
    final SweepValues values = new SweepValues(settings.grid());
    try (StopSignal stop = StopSignal.install(PATIENCE, StopSignal.Ending.OF_THE_SIGNAL);
        TemporaryFolder folder = TemporaryFolder.create()) {
      final Swept swept = texts.use(parts -> sweep(parts, settings, folder.path(), new SweepLines(values, progress), stop, progress));
      progress.close();
      output.chart().ifPresent(chart -> WholeFile.write(chart, request.card().overwriting(),
          ParetoChart.svg(title(request, settings), scoreName(settings.measure()), settings.goal(), swept, values)
              .getBytes(StandardCharsets.UTF_8)));
      if (swept.chosen().isEmpty()) {
        lines.print(report(output, settings, swept, values, List.of()));
        throw new CliException(ExitCode.NOTHING_FOUND, nothingFits(settings.goal(), swept));
      }
      final Swept.Chosen chosen = swept.chosen().get();
      final List<String> commands = List.of(request.trainCommand(chosen.point().settings(), request.out()));
      final WrittenModel.Judged judged = request.write(
          chosen.file(), texts, summary, rows(request, settings, swept, chosen.point(), commands), settings.fixed().get(Settings.SEED), progress, lines);
      final String report = report(output, settings, swept, values, commands);
      lines.print(output.format() == ReportFormat.JSON ? report
          : text(request, settings, output, swept, chosen.point(), values, judged) + "\n" + report + TuningRun.again(commands));
    }
  }

  private static Swept sweep(
      final DividedTexts.Parts parts, final SweepSettings settings, final Path folder, final SweepLines lines, final StopSignal stop,
      final TrainingProgress progress) throws IOException, TrainingDataException, InterruptedException {
    final Sweep sweep = Sweep.of(parts.training(), parts.validation().orElseThrow(), settings, folder, lines);
    stop.whenSignalled(sweep::stop);
    try {
      return sweep.run();
    } catch (final TuningException nothing) {
      progress.close();
      throw TuningRun.explained(nothing);
    }
  }

  private static String report(
      final Output output, final SweepSettings settings, final Swept swept, final SweepValues values, final List<String> commands) {
    return switch (output.format()) {
      case TEXT -> SweepText.render(swept, values, output.style());
      case JSON -> SweepJson.render(settings.measure(), swept, values, commands);
    };
  }

  private static String nothingFits(final Goal goal, final Swept swept) {
    final OperatingPoint fastest = swept.front().getFirst();
    final OperatingPoint best = swept.points().stream().max(Comparator.comparingDouble(point -> point.rankings().getFirst().precision())).orElseThrow();
    return switch (goal) {
      case Goal.LatencyBudget(final var most) -> String.format(Locale.ROOT,
          "no model is within the latency budget of %s: the fastest, model %d, takes %s (p95); give a larger budget, or sweep smaller models",
          Times.micros(most), fastest.number(), Times.micros(fastest.time()));
      case Goal.PrecisionFloor(final double least) -> String.format(Locale.ROOT,
          "no model has a P@1 of at least %s: the best, model %d, has %.4f; lower the floor, or give more texts",
          least, best.number(), best.rankings().getFirst().precision());
    };
  }

  private static Map<String, String> rows(
      final TuneRequest request, final SweepSettings settings, final Swept swept, final OperatingPoint chosen, final List<String> commands) {
    final Map<String, String> all = new LinkedHashMap<>();
    all.put("found by", "a sweep of " + swept.points().size() + " models, with " + inWords(settings.goal()));
    all.put("made again by", commands.getFirst());
    all.put("time of a text there", times(chosen));
    all.putAll(TrainingRun.settings(settings.family(), chosen.settings(), request.validation()));
    all.put("validation texts", request.validation().inWords() + "; they also chose these settings");
    return all;
  }

  private static String text(
      final TuneRequest request, final SweepSettings settings, final Output output, final Swept swept, final OperatingPoint chosen, final SweepValues values,
      final WrittenModel.Judged judged) {
    final SummaryText text = new SummaryText(request.out(), "")
        .line("sweep", String.format(Locale.ROOT, "model %d of %d%s, with %s: %s", chosen.number(), swept.points().size(), switch (swept.ending()) {
          case COMPLETE -> "";
          case OUT_OF_TIME, STOPPED -> " before the end of the sweep";
        }, inWords(settings.goal()), values.of(chosen.settings())))
        .line("time a text", times(chosen))
        .judged(judged, ModelForm.Place.BESIDE);
    output.chart().ifPresent(chart -> text.line("chart", chart.toString()));
    return text.text().toString();
  }

  private static String times(final OperatingPoint point) {
    return "p50 " + Times.micros(point.speed().p50()) + ", p95 " + Times.micros(point.speed().p95()) + ", p99 " + Times.micros(point.speed().p99());
  }

  private static String inWords(final Goal goal) {
    return switch (goal) {
      case Goal.LatencyBudget(final var most) -> "a latency budget of " + Times.micros(most);
      case Goal.PrecisionFloor(final double least) -> String.format(Locale.ROOT, "a precision floor of %.1f %%", PERCENT * least);
    };
  }

  private static String title(final TuneRequest request, final SweepSettings settings) {
    return scoreName(settings.measure()) + " and time of a text: " + settings.family().name() + " on " + Path.of(request.data()).getFileName();
  }

  private static String scoreName(final Measure measure) {
    return switch (measure) {
      case PRECISION -> "P@1";
      case F1 -> "Mean F1 of labels";
    };
  }
}
