package io.labelstream.wire;

/** The way in which a producer deals with its schema. */
public enum Registration {
  /** Adds the schema to the subject where it is missing. */
  AUTOMATIC,
  /** Uses the schema only where somebody has registered it. */
  LOOKUP_ONLY
}
