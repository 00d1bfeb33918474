package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import java.util.ArrayList;
import java.util.List;

/** The options for how a model is trained. */
final class TrainingOptions {
  private final TrainableFamily family;
  private final FamilyOptions settings;

  /** Declares the options. */
  TrainingOptions(final OptionSet options, final TrainableFamily family) {
    this.family = family;
    this.settings = new FamilyOptions(options);
    family.settings().forEach(settings::add);
    settings.add(Settings.THREADS, "How many threads train, all processors unless given. With one the model is the same to the last bit each time");
    settings.add(Settings.SEED);
  }

  /** Options that give these settings, as words of a command line: those that {@code tune} decides, and all that are not the usual ones. */
  static List<String> words(final TrainableFamily family, final Settings settings) {
    final List<String> words = new ArrayList<>(settings.words(
        family.settings().stream()
            .filter(setting -> setting.search().isPresent() || setting.aboutInTune().isPresent() || !settings.find(setting).equals(setting.usual()))
            .toList()));
    words.addAll(List.of("--threads", Integer.toString(settings.get(Settings.THREADS)), "--seed", Long.toString(settings.get(Settings.SEED))));
    return words;
  }

  /** @throws CliException if a value is out of range, or contradicts another one */
  Settings settings() {
    return fit(family, settings.settings());
  }

  /** @throws CliException if a value contradicts another one */
  static Settings fit(final TrainableFamily family, final Settings settings) {
    try {
      family.requireFit(settings);
      return settings;
    } catch (final IllegalArgumentException contradiction) {
      throw new CliException(ExitCode.USAGE, contradiction.getMessage(), contradiction);
    }
  }
}
