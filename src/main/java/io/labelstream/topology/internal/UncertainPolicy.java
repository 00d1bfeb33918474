package io.labelstream.topology.internal;



/** The behaviour of a task while it cannot know which model version is right for a record. */
public enum UncertainPolicy {
  /** It waits until it knows: a replay then gives the same labels. */
  WAIT,
  /** It goes on with what it knows, and the output says so. */
  PROCEED
}
