package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelForms;
import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.output.Terminal;
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
import io.labelstream.train.tune.Goal;
import io.labelstream.train.tune.Measure;
import io.labelstream.train.tune.SweepGrid;
import io.labelstream.train.tune.SweepSettings;
import io.labelstream.train.tune.TuningSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The options for how settings are searched. */
final class TuningOptions {
  /** The share of the data to measure with unless given. */
  static final double HELD_OUT = 0.1;

  private final TrainableFamily family;
  private final Option<Duration> time;
  private final Option<Measure> measure;
  private final Option<Duration> budget;
  private final Option<Double> floor;
  private final Option<Map<String, String>> grid;
  private final Option<Integer> top;
  private final Option<Path> chart;
  private final Option<ReportFormat> format;
  private final FamilyOptions settings;
  private final FamilyOptions limits;

  /** Declares the options. */
  TuningOptions(final OptionSet options, final TrainableFamily family) {
    this.family = family;
    settings = new FamilyOptions(options);
    limits = new FamilyOptions(options);
    time = options.duration("--time").or("5m", "TIME", "How long to search or sweep (${DEFAULT-VALUE}).");
    if (family.compression().isPresent()) {
      limits.add(
          Compression.SIZE, "The most bytes the file may have, such as 65536, 64KiB, 64K (the same: 1024 each) or 1.6MB (1000 times 1000); the model is "
              + "not compressed unless given", new SizeConverter());
    }
    measure = options.value(Measure.class, "--measure").or("precision", "MEASURE",
        "The measure by which models are compared: precision, the share of texts whose best label is right; or f1, the mean F1 of all labels "
            + "(${DEFAULT-VALUE}).");
    budget = options.duration("--latency-budget").optional("TIME",
        "Sweep, and write the best model that takes at most this time for a text, such as 50us. It is the p95 of the texts, one at a time in "
            + "one thread, as the median of several rounds: disturbances of the machine change it less than p99.");
    floor = options.value(Double.class, "--precision-floor").optional("P",
        "Sweep, and write the model with the least p95 whose P@1 is at least P, from 0 to 1.");
    options.exclude(budget, floor);
    grid = options.map("--sweep").optional("NAME=VALUES",
        "The values of a setting of 'train' that a sweep tries, instead of those that the family chooses, such as " + example(family)
            + "; with one value the setting is fixed. May be repeated.");
    top = options.value(Integer.class, "-k", "--top").or("5", "K", "The most labels that a text gets while a sweep measures times (${DEFAULT-VALUE}).");
    chart = options.value(Path.class, "--pareto").optional("FILE.svg", "Draw all models of the sweep: their score over the time of a text.");
    format = options.value(ReportFormat.class, "-f", "--format").or("text", "FORMAT", "The result of a sweep as text or json (${DEFAULT-VALUE}).");
    for (final Setting<?> setting : family.settings()) {
      setting.aboutInTune().ifPresent(about -> settings.add(setting, about));
    }
    settings.add(
        Settings.THREADS, "How many threads train and compress, all processors unless given. With one the best model can be made again to the last bit");
    settings.add(Settings.SEED, "The start of all random numbers (${DEFAULT-VALUE}). The trials also depend on the time that they take");
  }

  private static String example(final TrainableFamily family) {
    return family.settings().stream().filter(setting -> !setting.sweep().isEmpty()).findFirst().map(TuningOptions::values).orElse("threads=1");
  }

  private static <T> String values(final Setting<T> setting) {
    return setting.name() + "=" + setting.sweep().stream().map(setting::text).limit(2).collect(Collectors.joining(","));
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

  /**
   * The settings of a sweep; empty if none is asked for.
   *
   * @throws CliException if a number is out of range, or an option is for the other kind of search
   */
  Optional<SweepSettings> sweep(final Path out) {
    try {
      final Optional<Goal> goal = budget.given().<Goal>map(Goal.LatencyBudget::new).or(() -> floor.given().map(Goal.PrecisionFloor::new));
      if (goal.isEmpty()) {
        requireNoOptionOfSweep();
        return Optional.empty();
      }
      if (ModelForms.of(family, out).content() == Content.COMPRESSED || limits.settings().find(Compression.SIZE).isPresent()) {
        throw new CliException(ExitCode.USAGE, "a sweep does not compress: leave --size out, and name "
            + ModelForms.inWords(ModelForms.of(family, Content.TRAINED)));
      }
      final Settings fixed = TrainingOptions.fit(family, TuningSettings.start(family, settings.settings()));
      return Optional.of(new SweepSettings(family, time.value(), goal.get(), measure.value(), top.value(), sweepGrid(), fixed));
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, outOfRange.getMessage(), outOfRange);
    }
  }

  private SweepGrid sweepGrid() {
    SweepGrid swept = SweepGrid.of(family);
    for (final Map.Entry<String, String> values : grid.value().entrySet()) {
      swept = swept.with(setting(values.getKey()), List.of(values.getValue().split(",")));
    }
    return swept;
  }

  private Setting<?> setting(final String name) {
    return family.settings().stream().filter(setting -> setting.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
        "--sweep: '" + name + "' is no setting, expected one of " + family.settings().stream().map(Setting::name).collect(Collectors.joining(", "))));
  }

  private void requireNoOptionOfSweep() {
    final Optional<String> given = chart.given().isPresent() ? Optional.of("--pareto")
        : format.value() == ReportFormat.JSON ? Optional.of("--format json")
        : grid.value().isEmpty() ? Optional.empty() : Optional.of("--sweep");
    given.ifPresent(option -> {
      throw new CliException(ExitCode.USAGE, option + " is for a sweep: add --latency-budget or --precision-floor");
    });
  }

  SweepRun.Output output() {
    return new SweepRun.Output(format.value(), chart.given(), Terminal.ofProcess().style());
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
