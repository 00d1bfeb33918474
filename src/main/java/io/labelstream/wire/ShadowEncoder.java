package io.labelstream.wire;

/** Writes a {@link ShadowDisagreement} as a record's value. One per task: not thread-safe. */
public interface ShadowEncoder {
  /** The value to publish, in this encoder's format. */
  byte[] encode(ShadowDisagreement disagreement);
}
