package io.labelstream.display;

/**
 * Text of unknown origin for a terminal, a log or any other place where people read it. Controls, line feeds among them, become their pictures (U+2400 to
 * U+2421); other invisible characters that change how a line is seen, such as those that reverse the direction of reading, become U+FFFD. All others stay.
 */
public final class VisibleText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int CONTROL_PICTURES = 0x2400;
  private static final int DELETE = 0x7F;
  private static final int DELETE_PICTURE = 0x2421;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private VisibleText() {}

  /** The text with each of its characters visible. */
  public static String of(final String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) < DELETE) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    final StringBuilder visible = new StringBuilder(text.length()).append(text, 0, at);
    text.codePoints().skip(at).map(VisibleText::of).forEach(visible::appendCodePoint);
    return visible.toString();
  }

  /** The character that stands for another: itself, unless it is one of those. */
  public static int of(final int codePoint) {
    if (codePoint < ' ') {
      return CONTROL_PICTURES + codePoint;
    }
    if (codePoint == DELETE) {
      return DELETE_PICTURE;
    }
    if (codePoint == ZERO_WIDTH_NON_JOINER || codePoint == ZERO_WIDTH_JOINER) {
      // Persian and the scripts of India need these inside words.
      return codePoint;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED, Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> REPLACEMENT;
      default -> codePoint;
    };
  }
}
