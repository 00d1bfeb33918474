package io.labelstream.topology;

/** The form in which a slot writes the vectors of its texts. */
public enum VectorForm {
  /** It writes none. */
  NONE,
  /** 32-bit floats. */
  FLOAT32,
  /** Signed 8-bit integers and the factor that they are to be multiplied by: the greatest absolute value of the vector, divided by 127. */
  INT8,
  /** Signs of a rotated vector: see {@link io.labelstream.wire.TextVector.Bits}. */
  BITS
}
