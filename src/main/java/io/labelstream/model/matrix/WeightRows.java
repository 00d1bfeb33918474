package io.labelstream.model.matrix;

/** A matrix in memory of somebody else, such as a model file, from which an encoder is opened: an element is {@code value × scale of its row}. */
public sealed interface WeightRows permits QuantisedRows, FloatRows {
  int rows();

  int columns();

  /** A number of the memory: those of a row are side by side, one row after the other. */
  float value(long index);

  /** The factor of all numbers of a row. */
  float scale(int row);
}
