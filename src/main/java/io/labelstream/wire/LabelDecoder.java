package io.labelstream.wire;

/** Reads what a {@link LabelEncoder} has written, of this or an earlier release. Not thread-safe. */
public interface LabelDecoder {
  /**
   * The labels in a value.
   *
   * @throws UndecodableValueException if there are none
   */
  LabeledText decode(byte[] value) throws UndecodableValueException;
}
