package io.labelstream.train;

/** Weights grew beyond what a float holds. The message is one line that says where, and what to change. */
public final class DivergedException extends Exception {
  private static final long serialVersionUID = 1L;

  public DivergedException(final String message) {
    super(message);
  }
}
