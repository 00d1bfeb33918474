package io.labelstream.cli.train;

import io.labelstream.cli.model.CheckedModel;
import io.labelstream.cli.model.ModelCard;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Times;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.display.VisibleText;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.TextClassifier;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.EvaluationReport;
import io.labelstream.train.fasttext.DivergedException;
import io.labelstream.train.fasttext.FastTextTrainer;
import io.labelstream.train.fasttext.SgdResult;
import io.labelstream.train.fasttext.TrainedModel;
import io.labelstream.train.fasttext.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Trains a classifier and writes it with what goes with it. */
final class TrainingRun {
  /** Tables that make a model faster take longer to make here than they save. */
  private static final ModelOptions AS_IN_THE_FILE = new ModelOptions(0);

  private TrainingRun() {}

  /** What to train and write. */
  record Request(Path out, TrainingSettings settings, ValidationTexts validation, CardOptions.Request card) {}

  /** @throws CliException if the data cannot be read or trained on, training diverges, or a file cannot be written */
  static void run(final DividedTexts texts, final Request request, final TrainingProgress progress, final Lines lines)
      throws IOException, InterruptedException {
    WrittenModel.requireRoom(request.out(), request.card());
    progress.phase("reading '" + texts.name() + "'");
    final SgdResult result;
    final String sha256;
    final ModelDescription description;
    try (TrainedModel model = texts.useSurveyed(data -> warn(data, progress, lines), parts -> train(parts, request.settings(), progress))) {
      result = model.result();
      description = model.description();
      sha256 = WholeFile.writeDigested(request.out(), request.card().overwriting(), model::writeTo);
    } finally {
      progress.close();
    }
    final Finished finished = request.validation() instanceof ValidationTexts.None && request.card().samples() == 0
        ? new Finished(Optional.empty(), List.of())
        : finish(texts, request, progress, lines);
    WrittenModel.complete(
        request.out(), sha256, request.card(), finished.samples(),
        new WrittenModel.Origin(Optional.of(texts.summary()), settings(request.settings(), request.validation()), finished.measured(), request.card().made()),
        description);
    lines.print(text(request, texts.summary(), result, finished.measured(), finished.samples().size()));
  }

  /** What the model that was written does. */
  private record Finished(Optional<EvaluationReport> measured, List<GoldenSamples.Sample> samples) {}

  private static Finished finish(final DividedTexts texts, final Request request, final TrainingProgress progress, final Lines lines)
      throws InterruptedException {
    try (TextClassifier classifier = Models.open(request.out(), AS_IN_THE_FILE)) {
      progress.phase("measuring '" + request.out() + "'");
      final Optional<EvaluationReport> measured = WrittenModel.measured(classifier, texts, lines);
      final List<GoldenSamples.Sample> samples =
          texts.use(parts -> WrittenModel.samples(parts.forSamples(), classifier, request.card(), request.settings().seed()));
      progress.close();
      return new Finished(measured, samples);
    }
  }

  private static void warn(final DataSummary data, final TrainingProgress progress, final Lines lines) {
    progress.close();
    DataWarnings.of(data).forEach(lines::warn);
  }

  private static TrainedModel train(final DividedTexts.Parts texts, final TrainingSettings settings, final TrainingProgress progress)
      throws IOException, TrainingDataException, InterruptedException {
    try {
      return texts.validation().isPresent()
          ? FastTextTrainer.train(texts.training(), texts.validation().get(), settings, progress::epoch, progress)
          : FastTextTrainer.train(texts.training(), settings, progress);
    } catch (final DivergedException diverged) {
      throw new CliException(ExitCode.TRAINING_DIVERGED, diverged.getMessage(), diverged);
    }
  }

  /** Settings for a card. */
  static Map<String, String> settings(final TrainingSettings settings, final ValidationTexts validation) {
    final Map<String, String> all = new LinkedHashMap<>();
    all.put("learning rate", Double.toString(settings.learningRate()));
    all.put("epochs", Integer.toString(settings.epochs()));
    all.put("dimensions", Integer.toString(settings.dimensions()));
    all.put("least count of words, of labels", settings.minimalCount() + ", " + settings.minimalLabelCount());
    all.put("negatives", Integer.toString(settings.negatives()));
    all.put("threads", Integer.toString(settings.threads()));
    all.put("seed", Long.toString(settings.seed()));
    all.put("order of visits", switch (settings.order()) {
      case SHUFFLED -> "another random one each epoch";
      case GIVEN -> "that of the data";
    });
    all.put("pretrained vectors", settings.pretrained().map(Path::toString).orElse("none"));
    all.put("weights of", settings.kept() == TrainingSettings.KeptEpoch.BEST ? "the best epoch" : "the last epoch");
    all.put("validation texts", validation.inWords());
    return all;
  }

  private static String text(
      final Request request, final DataSummary summary, final SgdResult result, final Optional<EvaluationReport> measured, final int samples) {
    final StringBuilder text =
        new StringBuilder(VisibleText.of(request.out().toString())).append("  ").append(Amounts.bytes(request.out().toFile().length())).append('\n');
    line(text, "data", String.format(Locale.ROOT, "%s, %,d texts, %,d labels, SHA-256 %s",
        summary.name(), summary.examples(), summary.labels().size(), CheckedModel.shortened(summary.sha256())));
    line(text, "training", String.format(Locale.ROOT, "%d %s in %s, loss %.4f",
        result.epochs(), result.epochs() == 1 ? "epoch" : "epochs", Times.inWords(result.elapsed()), result.loss()));
    measured.ifPresent(report -> line(text, "validation", String.format(Locale.ROOT, "accuracy %.4f on %,d texts, mean F1 of labels %.4f",
        report.accuracyOfMeasured(), report.texts().measured(), report.macro().f1())));
    line(text, "card", ModelCard.beside(request.out()).toString());
    if (samples > 0) {
      line(text, "samples", GoldenSamples.beside(request.out()) + ", " + samples + " texts of the data");
    }
    return text.toString();
  }

  private static void line(final StringBuilder text, final String name, final String value) {
    text.append(String.format(Locale.ROOT, "  %-12s %s\n", name, VisibleText.of(value)));
  }
}
