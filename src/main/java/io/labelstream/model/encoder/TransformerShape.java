package io.labelstream.model.encoder;

import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;

/**
 * The numbers that the parts of a transformer must agree in.
 *
 * @param width of the vectors
 */
record TransformerShape(int width) {
  /** A text has at least one piece, and one before and one behind it. */
  private static final int FEWEST_POSITIONS = 3;

  /** @throws IllegalArgumentException if a text of one piece has too few positions, or the heads do not divide the width */
  static TransformerShape of(final int width, final int positions, final int positionWidth, final int heads) {
    if (positions < FEWEST_POSITIONS || positionWidth != width) {
      throw new IllegalArgumentException(
          "positions are " + positions + " × " + positionWidth + ", expected at least " + FEWEST_POSITIONS + " × " + width);
    }
    if (heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(heads + " attention heads do not divide a width of " + width);
    }
    return new TransformerShape(width);
  }

  /** @throws IllegalArgumentException if a normalisation has another width */
  void check(final LayerNormalisation normalisation) {
    if (normalisation.gain().length != width || normalisation.shift().length != width) {
      throw new IllegalArgumentException(
          "a normalisation has " + normalisation.gain().length + " gains and " + normalisation.shift().length + " shifts, expected " + width);
    }
  }

  /** @throws IllegalArgumentException if a map has other outputs, inputs or biases */
  static void check(final String name, final int rows, final int columns, final int biases, final int outputs, final int inputs) {
    if (rows != outputs || columns != inputs || biases != outputs) {
      throw new IllegalArgumentException(
          "the map " + name + " is " + rows + " × " + columns + " with " + biases + " biases, expected " + outputs + " × " + inputs);
    }
  }
}
