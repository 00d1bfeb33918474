package io.labelstream.topology;

import java.util.Objects;

/** A pipeline does not start. The message is one line that names the thing, what was expected, and the remedy. */
public final class StartupException extends Exception {
  private static final long serialVersionUID = 1L;

  private final StartupFailure failure;

  public StartupException(final StartupFailure failure, final String message) {
    super(message);
    this.failure = Objects.requireNonNull(failure);
  }

  public StartupException(final StartupFailure failure, final String message, final Throwable cause) {
    super(message, cause);
    this.failure = Objects.requireNonNull(failure);
  }

  /** The kind of failure. */
  public StartupFailure failure() {
    return failure;
  }
}
