package io.labelstream.bench;

/** A measurement came to no end. The message is one line that says why. */
public final class BenchException extends Exception {
  private static final long serialVersionUID = 1L;

  BenchException(final String message) {
    super(message);
  }

  BenchException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
