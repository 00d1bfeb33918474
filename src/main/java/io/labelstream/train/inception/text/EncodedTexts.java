package io.labelstream.train.inception.text;

/**
 * Texts as the places of their words and labels. The arrays are not copied.
 *
 * @param wordStarts of each text's words, and the end of the last one's
 * @param words at most as many as a text has slots
 * @param labelStarts of each text's labels, and the end of the last one's
 * @param labels none twice for a text
 */
public record EncodedTexts(int[] wordStarts, int[] words, int[] labelStarts, int[] labels) {
  /** The number of texts. */
  public int size() {
    return wordStarts.length - 1;
  }

  /** The number of words of a text. */
  public int length(final int text) {
    return wordStarts[text + 1] - wordStarts[text];
  }
}
