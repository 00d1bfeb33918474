package io.labelstream.cli.train;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Times;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.model.ModelOptions;
import io.labelstream.rollout.fleet.CheckedModel;
import io.labelstream.train.DataNeed;
import io.labelstream.train.DivergedException;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.DataFiles;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains a classifier and writes it with its card and golden samples. */
final class TrainingRun {
  /** No derived tables: here they take longer to make than they save. */
  private static final ModelOptions AS_IN_THE_FILE = new ModelOptions(0);

  private TrainingRun() {}

  /** The model to train, and the file to write. */
  record Request(TrainableFamily family, Path out, Settings settings, ValidationTexts validation, CardOptions.Request card) {
    DataNeed dataNeed() {
      return family.dataNeed(settings);
    }

    /** The file from which an interrupted training of some families goes on. */
    Path checkpoint() {
      return out.resolveSibling(out.getFileName() + ".checkpoint");
    }
  }

  /**
   * Trains and writes.
   *
   * @param files opens the files that settings name
   * @throws CliException if the data cannot be read or trained on, training diverges, or a file cannot be written
   */
  static void run(final DividedTexts texts, final DataFiles files, final Request request, final TrainingProgress progress, final Lines lines)
      throws IOException, InterruptedException {
    WrittenModel.requireRoom(request.out(), request.card());
    progress.phase("reading '" + texts.name() + "'");
    final TrainedModel.Outcome outcome;
    final Map<String, String> settings = settings(request.family(), request.settings(), request.validation());
    final String sha256;
    try (TrainedModel model = texts.useSurveyed(
        data -> warn(data, request.dataNeed(), progress, lines), parts -> train(parts, files, request, progress))) {
      outcome = model.outcome();
      settings.putAll(model.findings());
      sha256 = WholeFile.writeDigested(request.out(), request.card().overwriting(), model::writeTo);
      Files.deleteIfExists(request.checkpoint());
    } finally {
      progress.close();
    }
    progress.phase("measuring '" + request.out() + "'");
    final WrittenModel.Judged judged =
        WrittenModel.judged(request.out(), AS_IN_THE_FILE, texts, request.card(), request.settings().get(Settings.SEED), lines);
    progress.close();
    final Optional<DataSummary> data = request.dataNeed() == DataNeed.NONE ? Optional.empty() : Optional.of(texts.summary());
    WrittenModel.complete(request.out(), sha256, request.card(), new WrittenModel.Origin(data, settings), judged);
    lines.print(text(request, data, outcome, judged));
  }

  private static void warn(final DataSummary data, final DataNeed need, final TrainingProgress progress, final Lines lines) {
    progress.close();
    (need == DataNeed.TEXTS ? DataWarnings.ofTexts(data) : DataWarnings.of(data)).forEach(lines::warn);
  }

  private static TrainedModel train(final DividedTexts.Parts texts, final DataFiles files, final Request request, final TrainingProgress progress)
      throws IOException, TrainingDataException, InterruptedException {
    try {
      return request.family().train(new TrainingJob(texts.training(), texts.validation(), request.settings(), progress, files, Optional.of(request.checkpoint())));
    } catch (final DivergedException diverged) {
      // It would be that of other settings once the learning rate is lower.
      Files.deleteIfExists(request.checkpoint());
      throw new CliException(ExitCode.TRAINING_DIVERGED, diverged.getMessage(), diverged);
    }
  }

  /** Settings for a card. */
  static Map<String, String> settings(final TrainableFamily family, final Settings settings, final ValidationTexts validation) {
    final Map<String, String> all = settings.rows(family.settings());
    all.putAll(settings.rows(List.of(Settings.THREADS, Settings.SEED)));
    all.put("validation texts", validation.inWords());
    return all;
  }

  private static String text(
      final Request request, final Optional<DataSummary> data, final TrainedModel.Outcome outcome, final WrittenModel.Judged judged) {
    final SummaryText text = new SummaryText(request.out(), "");
    data.ifPresent(summary -> text.line("data", summary.name() + ", " + Amounts.counted(summary.examples(), "text", "texts") + ", "
        + (summary.labels().isEmpty() ? "" : Amounts.counted(summary.labels().size(), "label", "labels") + ", ")
        + "SHA-256 " + CheckedModel.shortened(summary.sha256())));
    return text
        .line("training", outcome.done() + " in " + Times.inWords(outcome.elapsed()) + (outcome.figures().isEmpty() ? "" : ", " + outcome.figures()))
        .judged(judged, ModelForm.Place.BESIDE).text().toString();
  }
}
