package io.labelstream.train.quantise;

/** A matrix whose rows are read one by one. Immutable as long as it is read, and thread-safe then. */
public interface RowSource {
  int rows();

  int columns();

  /** Writes a row to {@code out}, from {@code at} on. */
  void read(int row, float[] out, int at);
}
