package io.labelstream.train.tune;

/** A search that found no model. The message is one line that says why, and what to do. */
public final class TuningException extends Exception {
  private static final long serialVersionUID = 1L;

  TuningException(final String message) {
    super(message);
  }
}
