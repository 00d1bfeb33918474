package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** How a model is trained. */
final class TrainingOptions {
  private final TrainableFamily family;
  private final FamilyOptions options = new FamilyOptions();

  TrainingOptions(final TrainableFamily family) {
    this.family = family;
  }

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    family.settings().forEach(setting -> spec.addOption(options.option(setting).build()));
    spec.addOption(options.option(
        Settings.THREADS, "How many threads train, all processors unless given. With one the model is the same to the last bit each time").build());
    spec.addOption(options.option(Settings.SEED).build());
  }

  /** Options that give such settings, as words of a command line: those that {@code tune} decides. */
  static List<String> words(final TrainableFamily family, final Settings settings) {
    final List<String> words = new ArrayList<>(settings.words(
        family.settings().stream().filter(setting -> setting.search().isPresent() || setting.aboutInTune().isPresent()).toList()));
    words.addAll(List.of("--threads", Integer.toString(settings.get(Settings.THREADS)), "--seed", Long.toString(settings.get(Settings.SEED))));
    return words;
  }

  /** @throws CliException if a value is out of range, or contradicts another one */
  Settings settings() {
    final Settings settings = options.settings();
    require(family, settings);
    return settings;
  }

  /** @throws CliException if a value contradicts another one */
  static void require(final TrainableFamily family, final Settings settings) {
    try {
      family.requireFit(settings);
    } catch (final IllegalArgumentException contradiction) {
      throw new CliException(ExitCode.USAGE, contradiction.getMessage(), contradiction);
    }
  }
}
