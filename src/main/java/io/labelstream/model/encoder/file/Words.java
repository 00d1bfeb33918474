package io.labelstream.model.encoder.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The names of constants in arguments: in lower case. */
final class Words {
  private Words() {}

  static String of(final Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The constant that a word names, if it names one. */
  static <E extends Enum<E>> Function<String, Optional<E>> in(final Class<E> type) {
    return word -> Arrays.stream(type.getEnumConstants()).filter(constant -> of(constant).equals(word)).findFirst();
  }
}
