package io.labelstream.train.tune;

import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings that a sweep varies, with the values that it tries. Immutable. */
public final class SweepGrid {
  private final Map<Setting<?>, List<?>> values;

  private SweepGrid(final Map<Setting<?>, List<?>> values) {
    this.values = values;
  }

  /** The settings and values that a family offers for a sweep. */
  public static SweepGrid of(final TrainableFamily family) {
    final Map<Setting<?>, List<?>> values = new LinkedHashMap<>();
    for (final Setting<?> setting : family.settings()) {
      if (!setting.sweep().isEmpty()) {
        values.put(setting, setting.sweep());
      }
    }
    return new SweepGrid(values);
  }

  /**
   * The same with other values of a setting.
   *
   * @param texts the values as on a command line, at least one
   * @throws IllegalArgumentException if one is malformed or out of range; the message names it and the expected values
   */
  public <T> SweepGrid with(final Setting<T> setting, final List<String> texts) {
    final List<T> parsed = texts.stream().map(setting::parse).toList();
    parsed.forEach(value -> Settings.usual().with(setting, value));
    final Map<Setting<?>, List<?>> changed = new LinkedHashMap<>(values);
    changed.put(setting, parsed);
    return new SweepGrid(changed);
  }

  /** The settings that have values here. */
  public List<Setting<?>> settings() {
    return List.copyOf(values.keySet());
  }

  /** All combinations of the values with those of other settings; those of the last setting change first. */
  List<Settings> combinations(final Settings fixed) {
    List<Settings> combinations = List.of(fixed);
    for (final Setting<?> setting : values.keySet()) {
      combinations = withEach(combinations, setting);
    }
    return combinations;
  }

  private <T> List<Settings> withEach(final List<Settings> combinations, final Setting<T> setting) {
    final List<Settings> all = new ArrayList<>();
    for (final Settings given : combinations) {
      values.get(setting).forEach(value -> all.add(given.with(setting, setting.type().cast(value))));
    }
    return all;
  }
}
