package io.labelstream.train.encoder.layers;

/**
 * Texts to train on.
 *
 * @param pieces of all texts, one after the other, without those before and after a text
 * @param starts where the pieces of each text begin, and where those of the last one end
 * @param targets for each text a vector of unit length, or zero
 * @param columns the dimensions of a target
 */
public record StudentTexts(int[] pieces, int[] starts, float[] targets, int columns) {
  /** The number of texts. */
  public int size() {
    return starts.length - 1;
  }

  /** The number of pieces of a text. */
  int length(final int text) {
    return starts[text + 1] - starts[text];
  }
}
