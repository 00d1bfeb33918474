package io.labelstream.wire;

/** What a producer does about its schema. */
public enum Registration {
  /** Adds the schema to the subject where it is missing. */
  AUTOMATIC,
  /** Uses the schema only where somebody has registered it. */
  LOOKUP_ONLY
}
