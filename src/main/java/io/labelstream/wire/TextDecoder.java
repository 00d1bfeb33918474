package io.labelstream.wire;

import org.apache.kafka.common.header.Headers;

/** Finds the text in a record's value. One per task: not thread-safe. */
public interface TextDecoder {
  /**
   * Points {@code slice} at the text in {@code value}, of a record without headers.
   *
   * @throws UndecodableValueException if the value is not of this decoder's format
   */
  void decode(byte[] value, TextSlice slice) throws UndecodableValueException;

  /**
   * Points {@code slice} at the text in {@code value}, of a record with headers, which may tell how to read it. Unless a decoder says
   * otherwise, they do not matter.
   *
   * @throws UndecodableValueException if the value is not of this decoder's format
   */
  default void decode(final byte[] value, final Headers headers, final TextSlice slice) throws UndecodableValueException {
    decode(value, slice);
  }
}
