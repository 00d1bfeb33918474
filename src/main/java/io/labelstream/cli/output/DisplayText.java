package io.labelstream.cli.output;

import io.labelstream.display.VisibleText;

/** Text of unknown origin in the cells of a terminal, each character {@linkplain VisibleText visible}. */
public final class DisplayText {
  private static final char ELLIPSIS = '…';
  private static final int FIRST_WIDE = 0x1100;

  private DisplayText() {}

  /** The text without anything that acts on a terminal, cut with an ellipsis to at most {@code cells} cells. */
  public static String fit(final String text, final int cells) {
    final StringBuilder fitting = new StringBuilder(Math.min(text.length(), cells));
    int used = 0;
    // The length of the text that still fits before an ellipsis.
    int beforeEllipsis = 0;
    for (int at = 0; at < text.length(); ) {
      final int original = text.codePointAt(at);
      at += Character.charCount(original);
      final int shown = VisibleText.of(original);
      used += width(shown);
      if (used > cells) {
        fitting.setLength(beforeEllipsis);
        return cells < 1 ? "" : fitting.append(ELLIPSIS).toString();
      }
      fitting.appendCodePoint(shown);
      if (used < cells) {
        beforeEllipsis = fitting.length();
      }
    }
    return fitting.toString();
  }

  /** {@link #fit}, filled up with spaces to exactly {@code cells} cells. */
  public static String column(final String text, final int cells) {
    final String fitting = fit(text, cells);
    return fitting + " ".repeat(cells - width(fitting));
  }

  /**
   * The text without anything that acts on a terminal, in lines of at most {@code cells} cells that end at spaces. A word that is longer has a line of its own,
   * whole, so that a path or an address can be copied.
   *
   * @param indent the start of each line after the first
   */
  public static String wrap(final String text, final String indent, final int cells) {
    final StringBuilder lines = new StringBuilder();
    int used = 0;
    for (final String word : fit(text, Integer.MAX_VALUE).split(" ", -1)) {
      final boolean fits = used + 1 + width(word) <= cells;
      lines.append(lines.isEmpty() ? "" : fits ? " " : "\n" + indent).append(word);
      used = (lines.length() == word.length() ? 0 : fits ? used + 1 : width(indent)) + width(word);
    }
    return lines.toString();
  }

  /** The cells that the text takes. */
  public static int width(final String text) {
    return text.codePoints().map(DisplayText::width).sum();
  }

  private static int width(final int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  /** The blocks of Unicode's East Asian Width annex that terminals draw over two cells. */
  private static boolean isWide(final int codePoint) {
    return codePoint >= FIRST_WIDE
        && (codePoint <= 0x115F
            || codePoint >= 0x2E80 && codePoint <= 0x303E
            || codePoint >= 0x3041 && codePoint <= 0xA4CF
            || codePoint >= 0xA960 && codePoint <= 0xA97C
            || codePoint >= 0xAC00 && codePoint <= 0xD7A3
            || codePoint >= 0xF900 && codePoint <= 0xFAFF
            || codePoint >= 0xFE30 && codePoint <= 0xFE6F
            || codePoint >= 0xFF00 && codePoint <= 0xFF60
            || codePoint >= 0xFFE0 && codePoint <= 0xFFE6
            || codePoint >= 0x1F300 && codePoint <= 0x1F64F
            || codePoint >= 0x1F680 && codePoint <= 0x1F6FF
            || codePoint >= 0x1F900 && codePoint <= 0x1FAFF
            || codePoint >= 0x20000 && codePoint <= 0x3FFFD);
  }
}
