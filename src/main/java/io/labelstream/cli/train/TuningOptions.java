package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelForms;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.DurationConverter;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.SizeConverter;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.model.fasttext.file.ModelForm;
import io.labelstream.train.fasttext.TrainingSettings;
import io.labelstream.train.fasttext.compress.CompressionLimit;
import io.labelstream.train.fasttext.compress.CompressionSettings;
import io.labelstream.train.tune.Measure;
import io.labelstream.train.tune.TuningSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

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

  private Duration time;
  private @Nullable Long size;
  private Measure measure;
  private FastTextLoss loss;
  private @Nullable Integer threads;
  private long seed;

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    spec.addOption(Options.value(Duration.class, value -> time = value, "--time").defaultValue("5m").converters(new DurationConverter()).paramLabel("TIME")
        .description("How long to search (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(Long.class, value -> size = value, "--size").converters(new SizeConverter()).paramLabel("SIZE")
        .description("The most bytes the file may have, such as 65536, 64KiB, 64K (the same: 1024 each) or 1.6MB (1000 times 1000); the model is "
            + "not compressed unless given.").build());
    spec.addOption(Options.value(Measure.class, value -> measure = value, "--measure").defaultValue("precision").paramLabel("MEASURE")
        .description("What makes a model better: precision, the share of texts whose best label is right; or f1, the mean F1 of all labels (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(FastTextLoss.class, value -> loss = value, "--loss").defaultValue("softmax").converters(new LossConverter()).paramLabel("LOSS")
        .description("softmax, hs, ova or ns, as with 'train'; it is not searched (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(Integer.class, value -> threads = value, "--threads").paramLabel("N")
        .description("How many threads train and compress, all processors unless given. With one the best model can be made again to the last bit.").build());
    spec.addOption(Options.value(long.class, value -> seed = value, "--seed").defaultValue("0").paramLabel("N")
        .description("The start of all random numbers (${DEFAULT-VALUE}). What is tried depends on the time that trials take too.").build());
  }

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
