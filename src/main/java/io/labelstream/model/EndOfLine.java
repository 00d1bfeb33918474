package io.labelstream.model;

/**
 * The rule by which the end-of-line token {@code </s>} is added to a text or found in it.
 *
 * <p>fastText trains on lines and adds this token to each; a line classified without it loses one word and, with word n-grams, one n-gram of each order, which
 * changes labels. The token also gives a text without known words the model's prior instead of no labels.
 */
public enum EndOfLine {
  /**
   * The text is one line: the token is added at its end, and line feeds inside the text are white space. {@code </s>} in the text is that token: the rest is
   * ignored, as in fastText's tools.
   */
  IMPLIED,
  /**
   * As {@link #IMPLIED}, but {@code </s>} in the text is a word like any other and ends nothing: nobody can hide text after it. All other texts get the same
   * scores, bit for bit.
   */
  IMPLIED_ONLY,
  /** Only the bytes count: the first line feed, or {@code </s>}, ends the text and adds the token; without either there is none. */
  AS_WRITTEN
}
