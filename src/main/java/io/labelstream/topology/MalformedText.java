package io.labelstream.topology;

/** The fate of a text that is not well-formed UTF-8. */
public enum MalformedText {
  /** It is labelled by its bytes as they are. */
  CLASSIFY,
  /** Its record is a dead letter. */
  DEAD_LETTER
}
