package io.labelstream.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a family's training or compression: an option of the command line, a row of the model's card and, if it has a {@link #search()} or a
 * {@link #sweep()}, a dimension of what {@code tune} tries. Immutable; two settings are the same only if they are one object, so each is a constant of its family.
 *
 * <p>A setting of type {@code Boolean} is an option without a value. One of type {@code Path} or {@link FileList} names files that are read.
 *
 * @param <T> the type of its values
 */
public final class Setting<T> {
  /** The time from which on a value makes a difference. */
  public enum Stage {
    /** When the model is trained. */
    TRAINING,
    /** Only when it is written or classifies: a model that was trained with another value can be written with this one. */
    SERVING
  }

  /** The texts that a value needs. */
  public enum Need {
    NOTHING,
    /** Texts to train on. */
    TEXTS,
    /** Texts to measure with, which are not trained on. */
    VALIDATION
  }

  /** The parsers of types whose settings need none of their own. */
  private static final Map<Class<?>, Function<String, ?>> PLAIN = Map.of(
      Integer.class, Integer::valueOf, Long.class, Long::valueOf, Double.class, Double::valueOf, Boolean.class, Boolean::valueOf,
      Path.class, text -> Path.of(text));

  private final String name;
  private final Class<T> type;
  private final Builder<T> parts;

  private Setting(final String name, final Class<T> type, final Builder<T> parts) {
    this.name = name;
    this.type = type;
    this.parts = parts;
  }

  /**
   * Starts to describe a setting.
   *
   * @param name the name of its option, without dashes
   */
  public static <T> Builder<T> of(final String name, final Class<T> type) {
    return new Builder<>(name, type);
  }

  /**
   * Starts to describe a setting whose values are constants, written as their names in lower case with dashes.
   *
   * @param name the name of its option, without dashes
   */
  public static <E extends Enum<E>> Builder<E> ofConstants(final String name, final Class<E> type) {
    return of(name, type).written(word -> constant(word, type), Setting::word);
  }

  private static <E extends Enum<E>> E constant(final String word, final Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).filter(constant -> word(constant).equals(word)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "'" + word + "' is unknown, expected one of " + Arrays.stream(type.getEnumConstants()).map(Setting::word).collect(Collectors.joining(", "))));
  }

  private static String word(final Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name of its option, without dashes. */
  public String name() {
    return name;
  }

  /** The type of its values. */
  public Class<T> type() {
    return type;
  }

  /** The name of its values in the help, such as {@code N}. */
  public String valueName() {
    return parts.valueName;
  }

  /** Its purpose, as a sentence without its full stop. */
  public String about() {
    return parts.about;
  }

  /** The value to use if none is given. */
  public Optional<T> usual() {
    return Optional.ofNullable(parts.usual);
  }

  /** The usual value as shown in the help; empty if {@link #about()} tells it in words. */
  public Optional<String> usualInHelp() {
    return parts.usualIsInWords ? Optional.empty() : usual().map(this::text);
  }

  /** The way that {@code tune} varies it; empty if it does not. */
  public Optional<Search<T>> search() {
    return Optional.ofNullable(parts.search);
  }

  /** The values that a sweep of {@code tune} tries, the most promising first; none if it leaves the setting alone. */
  public List<T> sweep() {
    return parts.sweep;
  }

  /** The time from which on a value makes a difference. */
  public Stage stage() {
    return parts.stage;
  }

  /** Its purpose as an option of {@code tune}; empty if it is none. */
  public Optional<String> aboutInTune() {
    return Optional.ofNullable(parts.aboutInTune);
  }

  /** The title of its row in a card; settings of the same title share one. Empty if it has none. */
  Optional<String> title() {
    return Optional.ofNullable(parts.title);
  }

  /** The value of its row; empty if there is nothing to tell. */
  Optional<String> inWords(final Optional<T> value) {
    return value.map(parts.inWords).or(() -> Optional.ofNullable(parts.absent));
  }

  /** The texts that a value needs. */
  public Need need(final T value) {
    return parts.needing.test(value) ? parts.need : Need.NOTHING;
  }

  /** The parser of values if their type does not decide it; throws an {@link IllegalArgumentException} that names the actual value and the expected ones. */
  public Optional<Function<String, T>> parser() {
    return Optional.ofNullable(parts.parser);
  }

  /**
   * The value that a text on a command line stands for.
   *
   * @throws IllegalArgumentException if it stands for none; the message names the text and the expected ones
   */
  public T parse(final String text) {
    try {
      return parser().map(given -> given.apply(text)).orElseGet(() -> type.cast(PLAIN.get(type).apply(text)));
    } catch (final NumberFormatException malformed) {
      throw new IllegalArgumentException("'" + text + "' is no value of " + name + ", expected a number", malformed);
    }
  }

  /** A value as it is written on a command line. */
  public String text(final T value) {
    return parts.writer.apply(value);
  }

  /** @throws IllegalArgumentException if the value is out of range */
  void require(final T value) {
    if (!parts.range.test(value)) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, parts.outOfRange, value));
    }
  }

  /**
   * Describes a setting.
   *
   * @param <T> the type of its values
   */
  public static final class Builder<T> {
    private final String name;
    private final Class<T> type;
    private String valueName = "VALUE";
    private String about = "";
    private @Nullable T usual;
    private boolean usualIsInWords;
    private @Nullable Search<T> search;
    private List<T> sweep = List.of();
    private Stage stage = Stage.TRAINING;
    private @Nullable String aboutInTune;
    private @Nullable String title;
    private Function<T, String> writer = value -> value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : String.valueOf(value);
    private Function<T, String> inWords = value -> writer.apply(value);
    private @Nullable String absent;
    private @Nullable Function<String, T> parser;
    private Predicate<T> range = value -> true;
    private String outOfRange = "";
    private Need need = Need.NOTHING;
    private Predicate<T> needing = value -> false;

    private Builder(final String name, final Class<T> type) {
      this.name = Objects.requireNonNull(name);
      this.type = Objects.requireNonNull(type);
    }

    /**
     * Its help.
     *
     * @param called the name of its values
     * @param sentence its purpose, without a full stop
     */
    public Builder<T> about(final String called, final String sentence) {
      valueName = called;
      about = sentence;
      return this;
    }

    /** The value to use if none is given. */
    public Builder<T> usual(final T value) {
      usual = value;
      return this;
    }

    /** The value to use if none is given; {@link #about} tells it in words. */
    public Builder<T> usualInWords(final T value) {
      usualIsInWords = true;
      return usual(value);
    }

    /** Sets how values are read and written. */
    public Builder<T> written(final Function<String, T> reader, final Function<T, String> text) {
      parser = reader;
      writer = text;
      return this;
    }

    /**
     * The values that it may have.
     *
     * @param message for all others, with {@code %s} for the value
     */
    public Builder<T> within(final Predicate<T> values, final String message) {
      range = values;
      outOfRange = message;
      return this;
    }

    /** Its row in a card, with the value as on a command line. */
    public Builder<T> row(final String titleOfRow) {
      title = titleOfRow;
      return this;
    }

    /** Its row in a card. */
    public Builder<T> row(final String titleOfRow, final Function<T, String> value) {
      inWords = value;
      return row(titleOfRow);
    }

    /** The text of its row if it has no value. */
    public Builder<T> absent(final String value) {
      absent = value;
      return this;
    }

    /** Sets how {@code tune} varies it. */
    public Builder<T> searched(final Search<T> how) {
      search = how;
      return this;
    }

    /** Sets the values that a sweep of {@code tune} tries, the most promising first. */
    public Builder<T> swept(final List<T> values) {
      sweep = List.copyOf(values);
      return this;
    }

    /** Makes it a setting of {@link Stage#SERVING}. */
    public Builder<T> ofServing() {
      stage = Stage.SERVING;
      return this;
    }

    /** Makes it an option of {@code tune} as well. */
    public Builder<T> alsoInTune(final String sentence) {
      aboutInTune = sentence;
      return this;
    }

    /** Makes some values need texts. */
    public Builder<T> needing(final Need texts, final Predicate<T> values) {
      need = texts;
      needing = values;
      return this;
    }

    /** The setting. The builder must not be used afterwards. */
    public Setting<T> build() {
      return new Setting<>(name, type, this);
    }
  }
}
