package io.labelstream.cli.output;

import java.io.Console;
import java.util.regex.Pattern;

/**
 * The properties of standard output that matter to those who read it.
 *
 * @param kind whether a view may be redrawn
 * @param style whether colours are welcome: on a terminal, unless {@code NO_COLOR} is set
 * @param columns the width in cells; 80 where it is not known
 */
public record Terminal(Kind kind, Style style, int columns) {
  private static final Pattern WIDTH = Pattern.compile("[1-9][0-9]{0,4}");
  private static final int USUAL_COLUMNS = 80;
  private static final int EASY_COLUMNS = 100;
  private static final int FEWEST_COLUMNS_TO_READ = 60;
  private static final int MOST_COLUMNS_TO_READ = 120;
  private static final int FEWEST_COLUMNS = 40;
  private static final int MOST_COLUMNS = 1000;

  /** The kind of output. */
  public enum Kind {
    /** A terminal that follows cursor movements. */
    INTERACTIVE,
    /** A file, a pipe, or a terminal that declares itself dumb. */
    PLAIN
  }

  /** The terminal of this process. The launcher knows best, since the JVM sees a console only if the input is a terminal too. */
  public static Terminal ofProcess() {
    final Kind kind = isTerminal() && !"dumb".equals(System.getenv("TERM")) ? Kind.INTERACTIVE : Kind.PLAIN;
    final boolean noColour = !System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(kind, kind == Kind.PLAIN || noColour ? Style.PLAIN : Style.COLOURED, columnsOr(USUAL_COLUMNS));
  }

  /** The width for text to be read: that of the terminal if it is known, within limits that keep lines readable. */
  public static int columnsToRead() {
    return Math.clamp(columnsOr(EASY_COLUMNS), FEWEST_COLUMNS_TO_READ, MOST_COLUMNS_TO_READ);
  }

  /** The width in cells as the launcher has asked the terminal, or else from {@code COLUMNS}; {@code usual} if neither is there. */
  private static int columnsOr(final int usual) {
    final String told = System.getProperty("labelstream.columns", "");
    final String columns = told.isEmpty() ? System.getenv().getOrDefault("COLUMNS", "") : told;
    return WIDTH.matcher(columns).matches() ? Math.clamp(Integer.parseInt(columns), FEWEST_COLUMNS, MOST_COLUMNS) : usual;
  }

  /** True if standard output is a terminal of any kind. */
  public static boolean isTerminal() {
    final String told = System.getProperty("labelstream.terminal", "");
    if (told.isEmpty()) {
      final Console console = System.console();
      return console != null && console.isTerminal();
    }
    return "yes".equals(told);
  }
}
