package io.labelstream.train.data;

/**
 * Data that cannot be trained on. The message is one line that names the source, the line number, what was found, what was expected, and the
 * remedy; it holds no text.
 */
public final class TrainingDataException extends Exception {
  private static final long serialVersionUID = 1L;

  public TrainingDataException(final String message) {
    super(message);
  }

  public TrainingDataException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
