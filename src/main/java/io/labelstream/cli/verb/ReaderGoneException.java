package io.labelstream.cli.verb;

import java.io.IOException;

/** The reader of our output has closed the pipe: the verb ends at once and silently. */
public final class ReaderGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  public ReaderGoneException(final IOException cause) {
    super(cause);
  }
}
