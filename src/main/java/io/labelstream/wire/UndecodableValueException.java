package io.labelstream.wire;

/** A record's value is not what its format says. The message holds sizes, positions and ids, never content. */
public final class UndecodableValueException extends Exception {
  private static final long serialVersionUID = 1L;

  public UndecodableValueException(final String message) {
    super(message);
  }

  public UndecodableValueException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
