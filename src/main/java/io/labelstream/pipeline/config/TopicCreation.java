package io.labelstream.pipeline.config;

/** The treatment of a missing output or dead-letter topic at start. */
public enum TopicCreation {
  /** It is created. */
  CREATE_MISSING,
  /** The start fails. */
  NEVER
}
