package io.labelstream.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Values of {@linkplain Setting settings}, each within its range. Immutable. */
public final class Settings {
  /** The number of threads, for every family; with one, the result is the same each time, bit for bit. */
  public static final Setting<Integer> THREADS = Setting.of("threads", Integer.class)
      .about("N", "How many threads work, all processors unless given. With one the model is the same to the last bit each time")
      .usualInWords(Runtime.getRuntime().availableProcessors()).within(count -> count >= 1, "the threads are %s, expected at least 1").row("threads").build();

  /** The start of all random numbers, for every family. */
  public static final Setting<Long> SEED = Setting.of("seed", Long.class).about("N", "The start of all random numbers").usual(0L).row("seed").build();

  private static final Settings USUAL = new Settings(Map.of());

  private final Map<Setting<?>, Object> values;

  private Settings(final Map<Setting<?>, Object> values) {
    this.values = values;
  }

  /** No values are given: each setting has its usual one. */
  public static Settings usual() {
    return USUAL;
  }

  /**
   * These settings with another value.
   *
   * @throws IllegalArgumentException if the value is out of range; the message names it and the expected values
   */
  public <T> Settings with(final Setting<T> setting, final T value) {
    setting.require(value);
    final Map<Setting<?>, Object> changed = new LinkedHashMap<>(values);
    changed.put(setting, value);
    return new Settings(changed);
  }

  /** These settings without a given value of one. */
  public Settings without(final Setting<?> setting) {
    final Map<Setting<?>, Object> changed = new LinkedHashMap<>(values);
    changed.remove(setting);
    return new Settings(changed);
  }

  /** The value that a setting was given, even if it is the usual one; empty if it was given none. */
  public <T> Optional<T> given(final Setting<T> setting) {
    return Optional.ofNullable(values.get(setting)).map(setting.type()::cast);
  }

  /** The value of a setting: the given one, or else the usual one; empty if there is neither. */
  public <T> Optional<T> find(final Setting<T> setting) {
    return given(setting).or(setting::usual);
  }

  /**
   * The value of a setting that always has one.
   *
   * @throws IllegalStateException if it has none
   */
  public <T> T get(final Setting<T> setting) {
    return find(setting).orElseThrow(() -> new IllegalStateException("the setting " + setting.name() + " has neither a given value nor a usual one"));
  }

  /** These settings without those of {@link Setting.Stage#SERVING}. */
  public Settings ofTraining() {
    final Map<Setting<?>, Object> training = new LinkedHashMap<>(values);
    training.keySet().removeIf(setting -> setting.stage() == Setting.Stage.SERVING);
    return new Settings(training);
  }

  /** The files that are read: the values of settings that name one. */
  public List<Path> files() {
    // No switch, for whose types the JVM would make a class in each process, which takes milliseconds.
    return values.values().stream()
        .flatMap(value -> value instanceof Path file ? Stream.of(file) : value instanceof FileList list ? list.files().stream() : Stream.empty()).toList();
  }

  /** The settings that were given a value that needs such texts. */
  public List<Setting<?>> needing(final Predicate<Setting.Need> texts) {
    final List<Setting<?>> needing = new ArrayList<>();
    values.forEach((setting, value) -> {
      if (texts.test(need(setting, value))) {
        needing.add(setting);
      }
    });
    return needing;
  }

  private static <T> Setting.Need need(final Setting<T> setting, final Object value) {
    return setting.need(setting.type().cast(value));
  }

  /** Rows of a card: values by title, in the order of {@code settings}. */
  public Map<String, String> rows(final List<? extends Setting<?>> settings) {
    final Map<String, String> rows = new LinkedHashMap<>();
    settings.forEach(setting -> addRow(setting, rows));
    return rows;
  }

  private <T> void addRow(final Setting<T> setting, final Map<String, String> rows) {
    final Optional<String> value = setting.inWords(find(setting));
    if (value.isPresent()) {
      setting.title().ifPresent(title -> rows.merge(title, value.get(), (first, second) -> first + ", " + second));
    }
  }

  /** Options that give the values of {@code settings}, as words of a command line; none for a usual value that is not shown in the help. */
  public List<String> words(final List<? extends Setting<?>> settings) {
    final List<String> words = new ArrayList<>();
    settings.forEach(setting -> addWords(setting, words));
    return words;
  }

  private <T> void addWords(final Setting<T> setting, final List<String> words) {
    final Optional<T> value = find(setting);
    if (value.isPresent() && (setting.usualInHelp().isPresent() || !value.equals(setting.usual()))) {
      words.add("--" + setting.name());
      if (setting.type() != Boolean.class) {
        words.add(setting.text(value.get()));
      }
    }
  }

  @Override
  public boolean equals(final Object other) {
    return other instanceof Settings settings && values.equals(settings.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    final Map<String, Object> named = new LinkedHashMap<>();
    values.forEach((setting, value) -> named.put(setting.name(), value));
    return named.toString();
  }
}
