package io.labelstream.train.data;

/** The white space within labels that stand apart from the text: in a table or an object. */
public enum LabelSpelling {
  /** Each white space is a space. */
  WITH_SPACES(' '),
  /** Each white space is {@code _}, for models whose labels must be tokens of fastText lines. */
  AS_A_TOKEN('_');

  private final byte space;

  LabelSpelling(final char space) {
    this.space = (byte) space;
  }

  /** The character, in ASCII, in place of each white space. */
  byte space() {
    return space;
  }
}
