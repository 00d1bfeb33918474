package io.labelstream.bench;

/** A measurement could not be finished. The message is one line with the reason. */
public final class BenchException extends Exception {
  private static final long serialVersionUID = 1L;

  public BenchException(final String message) {
    super(message);
  }

  public BenchException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
