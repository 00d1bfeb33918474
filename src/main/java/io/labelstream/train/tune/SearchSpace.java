package io.labelstream.train.tune;

import io.labelstream.train.Search;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The settings of a family that are searched, and the moves from given values to others. Pure: the same random numbers give the same values. */
final class SearchSpace {
  private static final double EXPLORED = 0.4;

  private final List<? extends Setting<?>> settings;

  /** @param settings the settings of a family, searched or not */
  SearchSpace(final List<? extends Setting<?>> settings) {
    this.settings = settings.stream().filter(setting -> setting.search().isPresent()).toList();
  }

  /** The values of the first trial, with the given values of settings that are not searched. */
  Settings start(final Settings fixed) {
    Settings start = fixed;
    for (final Setting<?> setting : settings) {
      start = atStart(setting, start);
    }
    return start;
  }

  /** For each setting that has a value that may be much better, the given values with this one changed; the most promising first. */
  List<Settings> others(final Settings given) {
    return settings.stream().flatMap(setting -> other(setting, given).stream()).toList();
  }

  /**
   * Values to try next: anywhere while the search is young, and ever closer to the best as its time runs out.
   *
   * @param best the best values so far
   * @param spent the share of the time that has passed, from 0 to 1
   */
  Settings next(final Settings best, final double spent, final SplittableRandom random) {
    final boolean isAnywhere = spent < EXPLORED && random.nextBoolean();
    Settings next = best;
    for (final Setting<?> setting : settings) {
      next = isAnywhere ? anywhere(setting, next, random) : near(setting, next, 1 - spent, random);
    }
    return next;
  }

  private static <T> Settings atStart(final Setting<T> setting, final Settings given) {
    return given.with(setting, search(setting).start());
  }

  private static <T> Optional<Settings> other(final Setting<T> setting, final Settings given) {
    final T before = value(setting, given);
    final T other = search(setting).other().apply(before);
    return other.equals(before) ? Optional.empty() : Optional.of(given.with(setting, other));
  }

  private static <T> Settings anywhere(final Setting<T> setting, final Settings given, final SplittableRandom random) {
    return given.with(setting, search(setting).anywhere().draw(random));
  }

  private static <T> Settings near(final Setting<T> setting, final Settings given, final double width, final SplittableRandom random) {
    return given.with(setting, search(setting).near().draw(value(setting, given), width, random));
  }

  private static <T> Search<T> search(final Setting<T> setting) {
    return setting.search().orElseThrow();
  }

  private static <T> T value(final Setting<T> setting, final Settings given) {
    return given.find(setting).orElseGet(() -> search(setting).start());
  }
}
