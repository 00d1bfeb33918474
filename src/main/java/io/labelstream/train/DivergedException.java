package io.labelstream.train;

/** Weights grew beyond what a float holds. The message is one line that names the place and the remedy. */
public final class DivergedException extends Exception {
  private static final long serialVersionUID = 1L;

  public DivergedException(final String message) {
    super(message);
  }
}
