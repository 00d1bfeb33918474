package io.labelstream.cli;

import java.io.Console;

/**
 * What standard output is for a person.
 *
 * @param interactive whether it is a terminal, on which a view may be redrawn
 * @param colours whether colours are welcome: on a terminal, unless {@code NO_COLOR} is set or {@code TERM} is {@code dumb}
 */
record Terminal(boolean interactive, boolean colours) {

  /** Asks the process. The launcher knows best, since the JVM sees a console only where the input is a terminal too. */
  static Terminal ofProcess() {
    final String told = System.getProperty("labelstream.terminal", "");
    final boolean interactive =
        switch (told) {
          case "yes" -> true;
          case "no" -> false;
          default -> {
            final Console console = System.console();
            yield console != null && console.isTerminal();
          }
        };
    final boolean dumb = "dumb".equals(System.getenv("TERM"));
    final boolean plain = !System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(interactive && !dumb, interactive && !dumb && !plain);
  }
}
