package io.labelstream.cli.train;

import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.tune.SweepGrid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The values of the settings that a sweep varies. */
final class SweepValues {
  private final List<Setting<?>> settings;

  SweepValues(final SweepGrid grid) {
    this.settings = grid.settings();
  }

  /** The values in words, such as {@code dimensions 16, word-ngrams 2}. */
  String of(final Settings chosen) {
    return byName(chosen).entrySet().stream().map(value -> value.getKey() + " " + value.getValue()).collect(Collectors.joining(", "));
  }

  /** The values by the name of their setting, without settings that make no difference. */
  Map<String, String> byName(final Settings chosen) {
    final Map<String, String> values = new LinkedHashMap<>();
    settings.forEach(setting -> text(setting, chosen).ifPresent(text -> values.put(setting.name(), text)));
    return values;
  }

  private static <T> Optional<String> text(final Setting<T> setting, final Settings chosen) {
    return chosen.given(setting).map(setting::text);
  }
}
