package io.labelstream.cli.verb;

import java.io.IOException;

/** Whoever read our output has closed the pipe: the verb ends at once and without a word. */
public final class ReaderGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  public ReaderGoneException(final IOException cause) {
    super(cause);
  }
}
