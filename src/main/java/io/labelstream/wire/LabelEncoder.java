package io.labelstream.wire;

/** Writes a {@link LabeledText} as a record's value. One per task: not thread-safe. */
public interface LabelEncoder {
  /** The value to publish, in this encoder's format. */
  byte[] encode(LabeledText labels);
}
