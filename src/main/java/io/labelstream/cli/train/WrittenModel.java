package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelCard;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.model.SampleChoice;
import io.labelstream.cli.model.SampleWriter;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The companions of a model file: its card and its golden samples. */
final class WrittenModel {
  private static final int LABELS_A_SAMPLE = 3;

  private WrittenModel() {}

  /**
   * The origin of a model, for its card.
   *
   * @param data a summary of its texts; empty: none were read
   */
  record Origin(Optional<DataSummary> data, Map<String, String> settings) {
    /** Golden samples as a file. If there are any, there are texts. */
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

  /**
   * The description and the quality of a model file.
   *
   * @param measured its quality on texts that it was not trained on; empty where there are none with a label that it has
   * @param samples golden samples
   */
  record Judged(ModelDescription description, Optional<EvaluationReport> measured, List<GoldenSamples.Sample> samples) {
    /** The judgement of a file without any text. */
    static Judged unmeasured(final Path file) {
      return new Judged(Models.describe(file), Optional.empty(), List.of());
    }
  }

  /**
   * Judges a file, which is opened only to measure or to sample. Warns of texts whose labels the model does not have. A model without labels is sampled but not
   * measured.
   */
  static Judged judged(
      final Path file, final ModelOptions options, final DividedTexts texts, final CardOptions.Request card, final long seed, final Lines lines)
      throws InterruptedException {
    if (!texts.areDivided() && card.samples() == 0) {
      return Judged.unmeasured(file);
    }
    try (TextClassifier classifier = Models.open(file, options)) {
      final Optional<EvaluationReport> measured = measured(classifier, texts, lines);
      return new Judged(classifier.description(), measured, texts.use(parts -> samples(parts.forSamples(), classifier, card, seed)));
    }
  }

  private static Optional<EvaluationReport> measured(final TextClassifier classifier, final DividedTexts texts, final Lines lines) throws InterruptedException {
    if (classifier.description().labels() == 0) {
      return Optional.empty();
    }
    final Optional<EvaluationReport> report = texts.use(parts -> parts.validation().isPresent()
        ? Optional.of(Evaluation.of(classifier, parts.validation().get(), EvaluationSettings.best()))
        : Optional.empty());
    texts.summaryOfMeasured().ifPresent(summary -> DataWarnings.ofReading(summary).forEach(lines::warn));
    report.ifPresent(measured -> DataWarnings.of(measured).forEach(lines::warn));
    return report.filter(measured -> measured.texts().measured() > 0);
  }

  /** As many golden samples of texts as are asked for. */
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
  static Metadata metadata(final Path model, final CardOptions.Request card, final Origin origin, final Judged judged) {
    Metadata metadata = Metadata.none().with(Metadata.MODEL_CARD, card(model, Optional.empty(), card, origin, judged).text());
    if (origin.data().isPresent()) {
      metadata = metadata.with(Metadata.DATA_DIGEST, origin.data().get().sha256());
    }
    if (card.licence().isPresent()) {
      metadata = metadata.with(Metadata.LICENCE, card.licence().get());
    }
    return judged.samples().isEmpty()
        ? metadata
        : metadata.with(Metadata.GOLDEN_SAMPLES, new String(origin.file(judged.samples()), StandardCharsets.UTF_8));
  }

  private static ModelCard card(
      final Path model, final Optional<String> sha256, final CardOptions.Request card, final Origin origin, final Judged judged) {
    return new ModelCard(
        String.valueOf(model.getFileName()), sha256, judged.description(), card.licence(), origin.data(), origin.settings(), judged.measured(), card.command(),
        card.made());
  }

  /** Writes card and samples beside an existing model file with this digest. */
  static void complete(final Path model, final String sha256, final CardOptions.Request card, final Origin origin, final Judged judged) {
    if (!judged.samples().isEmpty()) {
      WholeFile.write(GoldenSamples.beside(model), card.overwriting(), origin.file(judged.samples()));
    }
    WholeFile.write(ModelCard.beside(model), card.overwriting(), card(model, Optional.of(sha256), card, origin, judged).write());
  }
}
