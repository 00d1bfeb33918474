package io.labelstream.topology;

/** The fate of an input record without a value, which on a compacted topic means that its key is deleted. */
public enum Tombstones {
  /** There is no text to classify: the record goes to dead letters, so that a producer's mistake is seen. */
  DEAD_LETTER,
  /** The deletion holds for the labels too: a record without a value goes to the output, with the same key. */
  FORWARD
}
