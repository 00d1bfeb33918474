package io.labelstream.model;

/**
 * Whether a text is followed by the end-of-line token {@code </s>}, and whether it can be within one.
 *
 * <p>fastText trains on lines and adds this token to each; a line classified without it loses one word and, with word n-grams, one n-gram of
 * each order, which changes labels. It is also what gives a text without known words the model's prior instead of nothing.
 */
public enum EndOfLine {
  /**
   * The text is one line: the token is added at its end, and line feeds inside the text are white space. {@code </s>} in the text is that token:
   * what follows is not looked at, as in fastText's tools.
   */
  IMPLIED,
  /**
   * As {@link #IMPLIED}, but {@code </s>} in the text is a word like any other and ends nothing: nobody can hide what they write behind it. All
   * other texts score the same bits.
   */
  IMPLIED_ONLY,
  /**
   * The bytes speak for themselves: the first line feed, or {@code </s>}, ends the text and adds the token; without either there is none.
   */
  AS_WRITTEN
}
