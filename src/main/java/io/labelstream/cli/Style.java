package io.labelstream.cli;

/** Colours of a terminal, or none. */
enum Style {
  COLOURED,
  PLAIN;

  private static final String RESET = "\033[0m";

  String bold(final String text) {
    return wrapped("\033[1m", text);
  }

  String dim(final String text) {
    return wrapped("\033[2m", text);
  }

  String good(final String text) {
    return wrapped("\033[32m", text);
  }

  String doubtful(final String text) {
    return wrapped("\033[33m", text);
  }

  private String wrapped(final String code, final String text) {
    return this == COLOURED ? code + text + RESET : text;
  }
}
