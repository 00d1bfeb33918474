package io.labelstream.model.matrix.file;

/** The form in which a file holds a matrix. */
public enum Precision {
  /** One byte a number: a multiple, from -127 to 127, of a scale that each row has for itself. */
  INT8,
  /** The numbers as they are. */
  FLOAT32
}
