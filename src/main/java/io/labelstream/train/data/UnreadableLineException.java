package io.labelstream.train.data;

/**
 * A line is not of its format. The message names the actual and the expected, without text of the line; a caller that knows the line's place puts it in front.
 */
public final class UnreadableLineException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnreadableLineException(final String message) {
    super(message);
  }
}
