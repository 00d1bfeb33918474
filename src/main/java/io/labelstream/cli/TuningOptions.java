package io.labelstream.cli;

import io.labelstream.model.file.FastTextLoss;
import io.labelstream.train.compress.CompressionLimit;
import io.labelstream.train.compress.CompressionSettings;
import io.labelstream.train.compress.ModelForm;
import io.labelstream.train.fasttext.TrainingSettings;
import io.labelstream.train.tune.Measure;
import io.labelstream.train.tune.TuningSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How settings are searched. */
final class TuningOptions {
  /** The share of the data to measure with unless told. */
  static final double HELD_OUT = 0.1;

  // Where the search begins: what is good for many short texts, and quick.
  private static final double LEARNING_RATE = 0.5;
  private static final int EPOCHS = 10;
  private static final int DIMENSIONS = 32;
  private static final int WORD_NGRAMS = 2;
  private static final int BUCKETS = 200_000;

  @Option(names = "--time", defaultValue = "5m", converter = DurationConverter.class, paramLabel = "TIME", description = "How long to search (${DEFAULT-VALUE}).")
  private Duration time;

  @Option(
      names = "--size", converter = SizeConverter.class, paramLabel = "SIZE",
      description = "The most bytes the file may have, such as 65536, 64KiB or 1.6MB; the model is not compressed unless given.")
  private @Nullable Long size;

  @Option(
      names = "--measure", defaultValue = "precision", paramLabel = "MEASURE",
      description = "What makes a model better: precision, the share of texts whose best label is right; or f1, the mean F1 of all labels (${DEFAULT-VALUE}).")
  private Measure measure;

  @Option(
      names = "--loss", defaultValue = "softmax", converter = LossConverter.class, paramLabel = "LOSS",
      description = "softmax, hs, ova or ns, as with 'train'; it is not searched (${DEFAULT-VALUE}).")
  private FastTextLoss loss;

  @Option(
      names = "--threads", paramLabel = "N",
      description = "How many threads train and compress, all processors unless given. With one the best model can be made again to the last bit.")
  private @Nullable Integer threads;

  @Option(
      names = "--seed", defaultValue = "0", paramLabel = "N",
      description = "The start of all random numbers (${DEFAULT-VALUE}). What is tried depends on the time that trials take too.")
  private long seed;

  long seed() {
    return seed;
  }

  /** @throws CliException if a number is out of range, or size and name of the file do not go together */
  TuningSettings settings(final Path out) {
    final int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    try {
      final TrainingSettings start = TrainingSettings.defaults().withLearningRate(LEARNING_RATE).withEpochs(EPOCHS).withDimensions(DIMENSIONS)
          .withWordNgrams(WORD_NGRAMS).withBuckets(BUCKETS).withLoss(loss).withThreads(workers).withSeed(seed);
      return new TuningSettings(time, measure, start, compression(out, workers), seed);
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, outOfRange.getMessage(), outOfRange);
    }
  }

  private Optional<CompressionSettings> compression(final Path out, final int workers) {
    final ModelForm form = ModelForms.of(out);
    final boolean small = form == ModelForm.SAFETENSORS || String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT).endsWith(".ftz");
    if (small && size == null) {
      throw new CliException(
          ExitCode.USAGE, "'" + out + "' is the name of a compressed model; say how large it may become with --size, such as --size 1MiB, or name a .bin file");
    }
    if (!small && size != null) {
      throw new CliException(
          ExitCode.USAGE, "'" + out + "' is not the name of a compressed model; with --size, name a .safetensors file, which is the smaller one, or a .ftz file");
    }
    return size == null
        ? Optional.empty()
        : Optional.of(CompressionSettings.defaults().withForm(form).withLimit(new CompressionLimit.Bytes(size, 0)).withThreads(workers).withSeed(seed));
  }
}
