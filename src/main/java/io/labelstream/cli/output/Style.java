package io.labelstream.cli.output;

/** Colours of a terminal, or none. */
public enum Style {
  COLOURED,
  PLAIN;

  private static final String RESET = "\033[0m";

  public String bold(final String text) {
    return wrapped("\033[1m", text);
  }

  public String dim(final String text) {
    return wrapped("\033[2m", text);
  }

  public String good(final String text) {
    return wrapped("\033[32m", text);
  }

  public String doubtful(final String text) {
    return wrapped("\033[33m", text);
  }

  String toned(final String text, final Table.Tone tone) {
    return text.isEmpty() ? text : switch (tone) {
      case USUAL -> text;
      case GOOD -> good(text);
      case DOUBTFUL -> doubtful(text);
      case DIM -> dim(text);
    };
  }

  private String wrapped(final String code, final String text) {
    return this == COLOURED ? code + text + RESET : text;
  }
}
