package io.labelstream.model;

import java.lang.foreign.MemorySegment;

/**
 * Classifies texts on one thread: the {@link TextClassifier} is shared, the scratch memory is the session's own.
 *
 * <p>Not thread-safe. After the longest text has been seen once, no method allocates. A session needs no closing: it is garbage-collected like any other
 * object.
 *
 * <p>Input is UTF-8. It is not validated: malformed bytes are ordinary bytes of a token, as in the reference implementation. A text of white space only, or of
 * no byte at all, is a text without words; the model decides if it still gets labels (see {@link EndOfLine}).
 */
public interface ClassifierSession {

  /**
   * Scores the {@code length} bytes from {@code offset} and replaces the contents of {@code predictions}.
   *
   * @throws IndexOutOfBoundsException if the range is not within {@code utf8}
   * @throws ModelClosedException if the classifier is closed
   */
  void classify(byte[] utf8, int offset, int length, Predictions predictions);

  /**
   * Scores the {@code length} bytes from {@code offset} and replaces the contents of {@code predictions}.
   *
   * @throws IndexOutOfBoundsException if the range is not within {@code utf8}
   * @throws ModelClosedException if the classifier is closed
   */
  void classify(MemorySegment utf8, long offset, int length, Predictions predictions);

  /**
   * Scores {@code text}, encoded as UTF-8 into this session's scratch memory; an unpaired surrogate is encoded as {@code ?}.
   *
   * @throws ModelClosedException if the classifier is closed
   */
  void classify(CharSequence text, Predictions predictions);

  /**
   * Scores a text that other sessions score too, and shares with them the features that do not depend on the model.
   *
   * @throws ModelClosedException if the classifier is closed
   */
  default void classify(final SharedText text, final Predictions predictions) {
    classify(text.bytes(), text.offset(), text.length(), predictions);
  }

  /**
   * The vector of the text that was classified last: {@link TextClassifier#vectorDimensions()} numbers, perhaps followed by zeros. All are zero if the model knows
   * nothing of the text. The array is the session's own, not to be written to, and valid until the next text.
   *
   * @throws UnsupportedOperationException if the model gives no vectors
   */
  default float[] vector() {
    throw new UnsupportedOperationException("the model gives no vectors");
  }

  /**
   * The vector of a text, which gets no labels. The array is as that of {@link #vector()}.
   *
   * @throws UnsupportedOperationException if the model gives no vectors
   * @throws ModelClosedException if the classifier is closed
   */
  default float[] vector(final SharedText text) {
    throw new UnsupportedOperationException("the model gives no vectors");
  }
}
