package io.labelstream.model.matrix;

/** A matrix in memory of somebody else, such as a model file. */
public sealed interface MatrixRows permits WeightRows, ProductRows {
  int rows();

  int columns();

  /** The elements as float32, on the heap. */
  FloatMatrix floats();
}
