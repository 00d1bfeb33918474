package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Options;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Options that are made from the settings of a family, and the values that they are given. */
final class FamilyOptions {
  private final Map<Setting<?>, UnaryOperator<Settings>> given = new LinkedHashMap<>();

  /** The option of a setting. */
  <T> OptionSpec.Builder option(final Setting<T> setting) {
    return option(setting, setting.about());
  }

  /**
   * The option of a setting with another description.
   *
   * @param about a sentence without its full stop
   */
  <T> OptionSpec.Builder option(final Setting<T> setting, final String about) {
    final OptionSpec.Builder option = setting.type() == Boolean.class
        ? Options.flag(value -> give(setting, setting.type().cast(value)), "--" + setting.name())
        : Options.value(setting.type(), value -> give(setting, value), "--" + setting.name()).paramLabel(setting.valueName());
    setting.parser().ifPresent(parser -> option.converters(text -> {
      try {
        return parser.apply(text);
      } catch (final IllegalArgumentException malformed) {
        throw new TypeConversionException(malformed.getMessage());
      }
    }));
    setting.usualInHelp().ifPresent(option::defaultValue);
    return option.description(about + (setting.usualInHelp().isPresent() ? " (${DEFAULT-VALUE})." : "."));
  }

  private <T> void give(final Setting<T> setting, final T value) {
    given.put(setting, settings -> settings.with(setting, value));
  }

  /** @throws CliException if a value is out of range */
  Settings settings() {
    try {
      return given.values().stream().reduce(Settings.usual(), (settings, value) -> value.apply(settings), (first, second) -> second);
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, outOfRange.getMessage(), outOfRange);
    }
  }
}
