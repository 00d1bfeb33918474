package io.labelstream.model.encoder.file;

/** The form in which a file holds the matrices of an encoder's body and output. */
public enum Precision {
  /** One byte a number: a multiple, from -127 to 127, of a scale that each row has for itself. */
  INT8,
  /** The numbers as they are. */
  FLOAT32
}
