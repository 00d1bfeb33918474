package io.labelstream.model.encoder.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The values of arguments; the names of constants are in lower case. */
final class Words {
  private Words() {}

  static String of(final Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The constant that a word names, if it names one. */
  static <E extends Enum<E>> Function<String, Optional<E>> in(final Class<E> type) {
    return word -> Arrays.stream(type.getEnumConstants()).filter(constant -> of(constant).equals(word)).findFirst();
  }

  /** The finite number above 0 that a text is. */
  static Optional<Float> positive(final String text) {
    try {
      final float number = Float.parseFloat(text);
      return number > 0 && Float.toString(number).equals(text) && Float.isFinite(number) ? Optional.of(number) : Optional.empty();
    } catch (final NumberFormatException other) {
      return Optional.empty();
    }
  }
}
