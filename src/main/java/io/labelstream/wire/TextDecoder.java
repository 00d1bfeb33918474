package io.labelstream.wire;

/** Finds the text in a record's value. One per task: not thread-safe. */
public interface TextDecoder {
  /**
   * Points {@code slice} at the text in {@code value}.
   *
   * @throws UndecodableValueException if the value is not of this decoder's format
   */
  void decode(byte[] value, TextSlice slice) throws UndecodableValueException;
}
