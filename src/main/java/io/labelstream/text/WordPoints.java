package io.labelstream.text;

/** Tells which code points words are made of: letters, combining marks and numbers. The Java runtime's version of Unicode decides. */
public final class WordPoints {
  /** In place of a code point that is no part of a word. */
  public static final int BREAK = 0;

  private static final int NUMBERS = 1 << Character.DECIMAL_DIGIT_NUMBER | 1 << Character.LETTER_NUMBER | 1 << Character.OTHER_NUMBER;
  /** The general categories of {@link Character#getType}. */
  private static final int WORDS =
      1 << Character.UPPERCASE_LETTER | 1 << Character.LOWERCASE_LETTER | 1 << Character.TITLECASE_LETTER | 1 << Character.MODIFIER_LETTER
          | 1 << Character.OTHER_LETTER | 1 << Character.NON_SPACING_MARK | 1 << Character.ENCLOSING_MARK | 1 << Character.COMBINING_SPACING_MARK | NUMBERS;

  private WordPoints() {}

  /** A code point in lower case, or {@link #BREAK}, also for {@link Utf8Points#MALFORMED}. */
  public static int lowered(final int point) {
    return (WORDS >> Character.getType(point) & 1) == 0 ? BREAK : Character.toLowerCase(point);
  }

  /** True for digits and other numbers, such as those of Roman numerals that are characters of their own. */
  public static boolean isNumber(final int point) {
    return (NUMBERS >> Character.getType(point) & 1) != 0;
  }
}
