package io.labelstream.cli.output;

import io.labelstream.display.VisibleText;
import java.util.Locale;

/** Names and values, one pair a line, the values below each other and made harmless for a terminal. Not thread-safe. */
public final class Facts {
  private final String line;
  private final StringBuilder lines = new StringBuilder();

  /**
   * No facts yet.
   *
   * @param indent the start of each line
   * @param cells the width of the column of names, with the gap behind it
   */
  public Facts(final String indent, final int cells) {
    this.line = indent + "%-" + cells + "s%s\n";
  }

  public Facts add(final String name, final String value) {
    lines.append(String.format(Locale.ROOT, line, name, VisibleText.of(value)));
    return this;
  }

  /** Adds a fact whose value is a pattern of {@link String#format} with its arguments. */
  public Facts format(final String name, final String pattern, final Object... arguments) {
    return add(name, String.format(Locale.ROOT, pattern, arguments));
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
