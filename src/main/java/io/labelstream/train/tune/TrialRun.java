package io.labelstream.train.tune;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionJob;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Progress;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.Evaluation;
import io.labelstream.train.evaluate.EvaluationReport;
import io.labelstream.train.evaluate.EvaluationSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Makes one model and measures it, opened from its file as its users will open it. */
final class TrialRun {
  private final ExampleSource training;
  private final ExampleSource validation;
  private final TuningSettings settings;

  TrialRun(final ExampleSource training, final ExampleSource validation, final TuningSettings settings) {
    this.training = training;
    this.validation = validation;
    this.settings = settings;
  }

  /** Writes the model to {@code file}, which is overwritten. */
  Trial.Measured run(final Settings chosen, final Path file)
      throws IOException, TrainingDataException, TuningException, DivergedException, CompressionException, ModelRefusedException, InterruptedException {
    if (settings.compression().isEmpty()) {
      train(chosen, file);
    } else {
      final Path full = file.resolveSibling(file.getFileName() + ".full");
      train(chosen, full);
      compress(full, settings.compression().get(), file);
    }
    try (TextClassifier classifier = ModelLoader.open(file)) {
      final EvaluationReport report = evaluate(classifier, validation, EvaluationSettings.best());
      return new Trial.Measured(settings.measure().of(report), classifier.description().fileBytes());
    }
  }

  /** @throws TrainingDataException if there is nothing to measure with */
  static EvaluationReport evaluate(final TextClassifier classifier, final ExampleSource validation, final EvaluationSettings settings)
      throws IOException, TrainingDataException {
    final EvaluationReport report = Evaluation.of(classifier, validation, settings);
    if (report.texts().measured() == 0) {
      throw new TrainingDataException(
          "'" + report.source() + "' has no text to measure with: none of its " + report.texts().all() + " texts has a label that is trained");
    }
    return report;
  }

  private void train(final Settings chosen, final Path file)
      throws IOException, TrainingDataException, TuningException, DivergedException, InterruptedException {
    // Held-out texts measure the models, and must not choose their weights.
    final TrainingJob job = new TrainingJob(training, Optional.empty(), chosen, Progress.NONE);
    try (TrainedModel model = settings.family().train(job)) {
      write(file, model::writeTo);
    }
  }

  private void compress(final Path full, final TuningSettings.SmallForm small, final Path file)
      throws IOException, TrainingDataException, TuningException, CompressionException, ModelRefusedException, InterruptedException {
    try (ModelArtifact model = ModelLoader.read(full);
        CompressedModel compressed = settings.family().compression().orElseThrow().compress(
            new CompressionJob(model, Optional.of(training), Optional.of(validation), small.form(), small.settings(), stage -> {}))) {
      write(file, channel -> compressed.writeTo(Metadata.none(), channel));
    }
  }

  /** Writes a model. */
  interface Body<E extends Exception> {
    void writeTo(WritableByteChannel channel) throws IOException, E;
  }

  static <E extends Exception> void write(final Path file, final Body<E> body) throws TuningException, E {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      body.writeTo(channel);
    } catch (final IOException failure) {
      throw TuningException.unwritable(file, failure);
    }
  }
}
