package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelForms;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.cli.verb.SizeConverter;
import io.labelstream.train.Compression;
import io.labelstream.train.ModelForm;
import io.labelstream.train.ModelForm.Content;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.tune.Measure;
import io.labelstream.train.tune.TuningSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** The options for how settings are searched. */
final class TuningOptions {
  /** The share of the data to measure with unless given. */
  static final double HELD_OUT = 0.1;

  private final TrainableFamily family;
  private final Option<Duration> time;
  private final Option<Measure> measure;
  private final FamilyOptions settings;
  private final FamilyOptions limits;

  /** Declares the options. */
  TuningOptions(final OptionSet options, final TrainableFamily family) {
    this.family = family;
    settings = new FamilyOptions(options);
    limits = new FamilyOptions(options);
    time = options.duration("--time").or("5m", "TIME", "How long to search (${DEFAULT-VALUE}).");
    if (family.compression().isPresent()) {
      limits.add(
          Compression.SIZE, "The most bytes the file may have, such as 65536, 64KiB, 64K (the same: 1024 each) or 1.6MB (1000 times 1000); the model is "
              + "not compressed unless given", new SizeConverter());
    }
    measure = options.value(Measure.class, "--measure").or("precision", "MEASURE",
        "The measure by which models are compared: precision, the share of texts whose best label is right; or f1, the mean F1 of all labels "
            + "(${DEFAULT-VALUE}).");
    for (final Setting<?> setting : family.settings()) {
      setting.aboutInTune().ifPresent(about -> settings.add(setting, about));
    }
    settings.add(
        Settings.THREADS, "How many threads train and compress, all processors unless given. With one the best model can be made again to the last bit");
    settings.add(Settings.SEED, "The start of all random numbers (${DEFAULT-VALUE}). The trials also depend on the time that they take");
  }

  /** The names that a file may have, in words. */
  static String names(final TrainableFamily family) {
    final String trained = suffixes(family, Content.TRAINED);
    return family.compression().isEmpty() ? trained : suffixes(family, Content.COMPRESSED) + " with --size, and " + trained + " without";
  }

  private static String suffixes(final TrainableFamily family, final Content content) {
    return ModelForms.of(family, content).stream().map(ModelForm::suffix).collect(Collectors.joining(" or "));
  }

  /** @throws CliException if a number is out of range, or size and name of the file do not go together */
  TuningSettings settings(final Path out) {
    final Settings start = TrainingOptions.fit(family, TuningSettings.start(family, settings.settings()));
    try {
      return new TuningSettings(family, time.value(), measure.value(), start, compression(out, start));
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, outOfRange.getMessage(), outOfRange);
    }
  }

  private Optional<TuningSettings.SmallForm> compression(final Path out, final Settings start) {
    final Settings limit = limits.settings();
    final boolean isSmall = limit.find(Compression.SIZE).isPresent();
    final ModelForm form = ModelForms.of(family, out);
    if (!isSmall && form.content() == Content.COMPRESSED) {
      throw new CliException(ExitCode.USAGE, "'" + out + "' is the name of a compressed model; say how large it may become with --size, such as --size 1MiB, "
          + "or name " + ModelForms.inWords(ModelForms.of(family, Content.TRAINED)));
    }
    if (isSmall && form.content() == Content.TRAINED) {
      throw new CliException(ExitCode.USAGE, "'" + out + "' is not the name of a compressed model; with --size, name "
          + ModelForms.inWords(ModelForms.of(family, Content.COMPRESSED)));
    }
    return isSmall
        ? Optional.of(new TuningSettings.SmallForm(
            form, limit.with(Settings.THREADS, start.get(Settings.THREADS)).with(Settings.SEED, start.get(Settings.SEED))))
        : Optional.empty();
  }
}
