package io.labelstream.topology;

import io.labelstream.model.EndOfLine;

/** The meaning of {@code </s>} within a text of the input. */
public enum EndToken {
  /** A word like any other. */
  WORD(EndOfLine.IMPLIED_ONLY),
  /** The end of the text, as in fastText's own tools: everything behind it is ignored. */
  ENDS_TEXT(EndOfLine.IMPLIED);

  private final EndOfLine endOfLine;

  EndToken(final EndOfLine endOfLine) {
    this.endOfLine = endOfLine;
  }

  /** The same for a session. */
  EndOfLine endOfLine() {
    return endOfLine;
  }
}
