package io.labelstream.cli;

import java.io.IOException;

/** Whoever read our output has closed the pipe: the verb ends at once and without a word. */
final class ReaderGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  ReaderGoneException(final IOException cause) {
    super(cause);
  }
}
