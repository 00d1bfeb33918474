package io.labelstream.model.matrix;

/** A matrix of which each element is a number of its own: {@code value × scale of its row}. */
public sealed interface WeightRows extends MatrixRows permits QuantisedRows, FloatRows {
  /** A number of the memory: those of a row are side by side, one row after the other. */
  float value(long index);

  /** The factor of all numbers of a row. */
  float scale(int row);
}
