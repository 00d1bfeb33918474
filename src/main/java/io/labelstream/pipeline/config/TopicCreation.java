package io.labelstream.pipeline.config;

/** What happens at start to an output or dead-letter topic that does not exist. */
public enum TopicCreation {
  /** It is created. */
  CREATE_MISSING,
  /** The start fails. */
  NEVER
}
