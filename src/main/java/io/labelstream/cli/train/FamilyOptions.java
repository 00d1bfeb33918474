package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options that are made from settings of a family, and the values that they are given. */
final class FamilyOptions {
  private static final String USUAL = "${DEFAULT-VALUE}";

  private final OptionSet options;
  private final Map<Setting<?>, Option<?>> declared = new LinkedHashMap<>();

  FamilyOptions(final OptionSet options) {
    this.options = options;
  }

  /** Declares the option of a setting. */
  Option<?> add(final Setting<?> setting) {
    return add(setting, setting.about());
  }

  /**
   * Declares the option of a setting.
   *
   * @param about its description, a sentence without its full stop, to which the usual value is added unless it has its place there
   */
  <T> Option<?> add(final Setting<T> setting, final String about) {
    if (setting.type() == Boolean.class) {
      return added(setting, options.flag("--" + setting.name(), about + "."));
    }
    final OptionSet.Declaration<T> option = options.value(setting.type(), "--" + setting.name());
    setting.parser().ifPresent(parser -> option.by(converter(parser::apply)));
    return added(setting, setting.usualInHelp().isPresent()
        ? option.or(setting.usualInHelp().get(), setting.valueName(), about + (about.contains(USUAL) ? "." : " (" + USUAL + ")."))
        : option.optional(setting.valueName(), about + "."));
  }

  /** Declares the option of a setting whose values people write in another way than the setting does. */
  <T> Option<?> add(final Setting<T> setting, final String about, final ITypeConverter<T> converter) {
    return added(setting, options.value(setting.type(), "--" + setting.name()).by(converter).optional(setting.valueName(), about + "."));
  }

  private Option<?> added(final Setting<?> setting, final Option<?> option) {
    declared.put(setting, option);
    return option;
  }

  private static <T> ITypeConverter<T> converter(final ITypeConverter<T> parser) {
    return text -> {
      try {
        return parser.convert(text);
      } catch (final IllegalArgumentException malformed) {
        throw new TypeConversionException(malformed.getMessage());
      }
    };
  }

  /** @throws CliException if a value is out of range */
  Settings settings() {
    try {
      Settings settings = Settings.usual();
      for (final Map.Entry<Setting<?>, Option<?>> each : declared.entrySet()) {
        settings = with(settings, each.getKey(), each.getValue());
      }
      return settings;
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, outOfRange.getMessage(), outOfRange);
    }
  }

  private static <T> Settings with(final Settings settings, final Setting<T> setting, final Option<?> option) {
    return option.given().map(value -> settings.with(setting, setting.type().cast(value))).orElse(settings);
  }
}
