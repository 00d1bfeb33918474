package io.labelstream.train.tune;

import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.file.CompactMetadata;
import io.labelstream.model.file.FastTextFile;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.compress.CompressedModel;
import io.labelstream.train.compress.CompressionData;
import io.labelstream.train.compress.CompressionException;
import io.labelstream.train.compress.CompressionSettings;
import io.labelstream.train.compress.Compressor;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.Evaluation;
import io.labelstream.train.evaluate.EvaluationSettings;
import io.labelstream.train.fasttext.DivergedException;
import io.labelstream.train.fasttext.FastTextTrainer;
import io.labelstream.train.fasttext.Progress;
import io.labelstream.train.fasttext.TrainedModel;
import io.labelstream.train.fasttext.TrainingSettings;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes one model and measures it: from its file, as everybody will who uses it. */
final class Attempt {
  private final ExampleSource training;
  private final ExampleSource validation;
  private final TuningSettings settings;

  Attempt(final ExampleSource training, final ExampleSource validation, final TuningSettings settings) {
    this.training = training;
    this.validation = validation;
    this.settings = settings;
  }

  /** Writes the model to {@code file}, over what is there. */
  Trial.Measured run(final TrainingSettings chosen, final Path file)
      throws IOException, TrainingDataException, DivergedException, CompressionException, ModelRefusedException, InterruptedException {
    if (settings.compression().isEmpty()) {
      train(chosen, file);
    } else {
      final Path full = file.resolveSibling(file.getFileName() + ".full");
      train(chosen, full);
      compress(full, settings.compression().get(), file);
    }
    try (TextClassifier classifier = ModelLoader.open(file)) {
      final double score = settings.measure().of(Evaluation.of(classifier, validation, EvaluationSettings.best()));
      return new Trial.Measured(score, classifier.description().fileBytes());
    }
  }

  private void train(final TrainingSettings chosen, final Path file)
      throws IOException, TrainingDataException, DivergedException, InterruptedException {
    try (TrainedModel model = FastTextTrainer.train(training, chosen, Progress.NONE);
        FileChannel channel = overwrite(file)) {
      model.writeTo(channel);
    }
  }

  private void compress(final Path full, final CompressionSettings compression, final Path file)
      throws IOException, TrainingDataException, CompressionException, ModelRefusedException, InterruptedException {
    try (Arena arena = Arena.ofShared();
        FileChannel source = FileChannel.open(full);
        FileChannel channel = overwrite(file)) {
      final FastTextFile model = FastTextFile.parse(source.map(MapMode.READ_ONLY, 0, source.size(), arena));
      final CompressedModel compressed = Compressor.compress(model, CompressionData.of(training), compression, stage -> {}, arena);
      compressed.write(CompactMetadata.none(), channel);
    }
  }

  private static FileChannel overwrite(final Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
  }
}
