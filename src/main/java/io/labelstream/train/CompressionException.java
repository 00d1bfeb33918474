package io.labelstream.train;

/** A model that cannot be compressed as asked. The message is one line that names the actual and the expected, and the remedy. */
public final class CompressionException extends Exception {
  private static final long serialVersionUID = 1L;

  public CompressionException(final String message) {
    super(message);
  }

  public CompressionException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
