package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelCard;
import io.labelstream.cli.model.SampleChoice;
import io.labelstream.cli.model.SampleWriter;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.TextClassifier;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.Evaluation;
import io.labelstream.train.evaluate.EvaluationReport;
import io.labelstream.train.evaluate.EvaluationSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What goes with a model file: its card and its golden samples. */
final class WrittenModel {
  private static final int LABELS_A_SAMPLE = 3;

  private WrittenModel() {}

  /**
   * How a model came to be, for its card.
   *
   * @param data what its texts are; empty: none were read
   */
  record Origin(Optional<DataSummary> data, Map<String, String> settings, Optional<EvaluationReport> measured, Instant made) {
    /** Golden samples as a file. Where there are any, there are texts. */
    private byte[] file(final List<GoldenSamples.Sample> samples) {
      return SampleWriter.file(samples, data.orElseThrow().name());
    }
  }

  /** @throws CliException if the model or a file that goes with it could not be written */
  static void requireRoom(final Path model, final CardOptions.Request card) {
    WholeFile.require(model, card.overwriting());
    WholeFile.require(ModelCard.beside(model), card.overwriting());
    if (card.samples() > 0) {
      WholeFile.require(GoldenSamples.beside(model), card.overwriting());
    }
  }

  /** How good a model is on texts that it was not trained on, where there are any with a label that it has. Warns of texts that have none. */
  static Optional<EvaluationReport> measured(final TextClassifier classifier, final DividedTexts texts, final Lines lines) throws InterruptedException {
    final Optional<EvaluationReport> report = texts.use(parts -> parts.validation().isPresent()
        ? Optional.of(Evaluation.of(classifier, parts.validation().get(), EvaluationSettings.best()))
        : Optional.empty());
    texts.summaryOfMeasured().ifPresent(summary -> DataWarnings.ofReading(summary).forEach(lines::warn));
    report.ifPresent(measured -> DataWarnings.of(measured).forEach(lines::warn));
    return report.filter(measured -> measured.texts().measured() > 0);
  }

  /** Golden samples from texts. */
  static List<GoldenSamples.Sample> samples(
      final ExampleSource texts, final TextClassifier classifier, final CardOptions.Request card, final long seed)
      throws IOException, TrainingDataException {
    if (card.samples() == 0) {
      return List.of();
    }
    final SampleChoice choice = new SampleChoice(card.samples(), seed);
    texts.forEach(choice);
    return SampleWriter.samples(choice.texts(), classifier, LABELS_A_SAMPLE, index -> { });
  }

  /** Card and samples as parts of a model file. */
  static Metadata metadata(
      final Path model, final CardOptions.Request card, final List<GoldenSamples.Sample> samples, final Origin origin, final ModelDescription description) {
    Metadata metadata = Metadata.none().with(Metadata.MODEL_CARD, card(model, Optional.empty(), card, origin, description).text());
    if (origin.data().isPresent()) {
      metadata = metadata.with(Metadata.DATA_DIGEST, origin.data().get().sha256());
    }
    if (card.licence().isPresent()) {
      metadata = metadata.with(Metadata.LICENCE, card.licence().get());
    }
    return samples.isEmpty()
        ? metadata
        : metadata.with(Metadata.GOLDEN_SAMPLES, new String(origin.file(samples), StandardCharsets.UTF_8));
  }

  private static ModelCard card(
      final Path model, final Optional<String> sha256, final CardOptions.Request card, final Origin origin, final ModelDescription description) {
    return new ModelCard(
        String.valueOf(model.getFileName()), sha256, description, card.licence(), origin.data(), origin.settings(), origin.measured(), card.command(),
        origin.made());
  }

  /** Writes card and samples beside a model file that is there, and has this digest. */
  static void complete(
      final Path model,
      final String sha256,
      final CardOptions.Request card,
      final List<GoldenSamples.Sample> samples,
      final Origin origin,
      final ModelDescription description) {
    if (!samples.isEmpty()) {
      WholeFile.write(GoldenSamples.beside(model), card.overwriting(), origin.file(samples));
    }
    final ModelCard text = card(model, Optional.of(sha256), card, origin, description);
    WholeFile.write(ModelCard.beside(model), card.overwriting(), text.write());
  }
}
