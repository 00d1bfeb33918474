package io.labelstream.model;

/**
 * Whether a text is followed by the end-of-line token {@code </s>}.
 *
 * <p>fastText trains on lines and adds this token to each; a line classified without it loses one word and, with word n-grams, one n-gram of
 * each order, which changes labels. It is also what gives a text without known words the model's prior instead of nothing.
 */
public enum EndOfLine {
  /** The text is one line: the token is added at its end, and line feeds inside the text are white space. */
  IMPLIED,
  /** The bytes speak for themselves: the first line feed ends the text and adds the token; without a line feed there is none. */
  AS_WRITTEN
}
