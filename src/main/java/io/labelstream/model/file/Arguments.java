package io.labelstream.model.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The arguments of a form as one text of a file's metadata, {@code name=value} with spaces between. A reader takes each once, and refuses what is left over.
 * Not thread-safe.
 */
public final class Arguments {
  private final String key;
  private final Map<String, String> values;

  private Arguments(final String key, final Map<String, String> values) {
    this.key = key;
    this.values = values;
  }

  /**
   * The arguments that a file has.
   *
   * @param key of the text in the metadata; a file without it has none
   * @throws ModelRefusedException if a part has no name, or one that came before
   */
  public static Arguments of(final Safetensors file, final String key) throws ModelRefusedException {
    final Map<String, String> values = new LinkedHashMap<>();
    final String text = file.metadata().getOrDefault(key, "");
    for (final String argument : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      final int sign = argument.indexOf('=');
      if (sign < 1 || values.putIfAbsent(argument.substring(0, sign), argument.substring(sign + 1)) != null) {
        throw inconsistent("%s has the part '%s', expected each argument once, as name=value", key, SafetensorsHeader.shown(argument));
      }
    }
    return new Arguments(key, values);
  }

  /** The text of these arguments in their order. */
  public static String text(final Map<String, String> arguments) {
    return String.join(" ", arguments.entrySet().stream().map(argument -> argument.getKey() + "=" + argument.getValue()).toList());
  }

  /** The arguments that were not taken yet, in file order. */
  public Map<String, String> left() {
    return Collections.unmodifiableMap(values);
  }

  /**
   * Takes an argument.
   *
   * @throws ModelRefusedException if it is missing
   */
  public String take(final String name) throws ModelRefusedException {
    final String value = values.remove(name);
    if (value == null) {
      throw inconsistent("%s lacks the argument %s", key, name);
    }
    return value;
  }

  /**
   * Takes an argument and turns it into its meaning.
   *
   * @param meaning of a text; empty if it has none
   * @throws ModelRefusedException if it is missing or has no meaning
   */
  public <T> T take(final String name, final Function<String, Optional<T>> meaning) throws ModelRefusedException {
    final String text = take(name);
    final Optional<T> known = meaning.apply(text);
    if (known.isEmpty()) {
      throw inconsistent("%s is '%s', which has no meaning", name, SafetensorsHeader.shown(text));
    }
    return known.get();
  }

  /**
   * Takes the {@linkplain #word word} of a constant.
   *
   * @throws ModelRefusedException if it is missing or names no constant
   */
  public <E extends Enum<E>> E take(final String name, final Class<E> type) throws ModelRefusedException {
    return take(name, word -> Arrays.stream(type.getEnumConstants()).filter(constant -> word(constant).equals(word)).findFirst());
  }

  /** The word for a constant: its name in lower case. */
  public static String word(final Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Takes a finite number above 0 in its canonical form.
   *
   * @throws ModelRefusedException if it is missing or no such number
   */
  public float positive(final String name) throws ModelRefusedException {
    final String text = take(name);
    try {
      final float number = Float.parseFloat(text);
      if (number > 0 && Float.isFinite(number) && Float.toString(number).equals(text)) {
        return number;
      }
    } catch (final NumberFormatException other) {
      // Refused below, as numbers that are out of range.
    }
    throw inconsistent("%s is '%s', expected a finite number above 0", name, SafetensorsHeader.shown(text));
  }

  /**
   * Takes a whole number in its canonical form, without a plus sign or leading zeros.
   *
   * @throws ModelRefusedException if it is missing, no such number, or out of range
   */
  public long number(final String name, final long least, final long most) throws ModelRefusedException {
    final String text = take(name);
    try {
      final long number = Long.parseLong(text);
      if (number >= least && number <= most && Long.toString(number).equals(text)) {
        return number;
      }
    } catch (final NumberFormatException other) {
      // Refused below, as numbers that are out of range.
    }
    throw inconsistent("%s is '%s', expected a number from %d to %d", name, SafetensorsHeader.shown(text), least, most);
  }

  /**
   * Refuses arguments that were not taken.
   *
   * @throws ModelRefusedException if there are some
   */
  public void requireNoneLeft() throws ModelRefusedException {
    if (!values.isEmpty()) {
      throw inconsistent("%s has arguments that this form does not know: %s", key, SafetensorsHeader.shown(String.join(", ", values.keySet())));
    }
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
