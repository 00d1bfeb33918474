package io.labelstream.topology.internal;



/** What a task does with a record for which it cannot know, yet, which model version is the right one. */
public enum UncertainPolicy {
  /** It waits until it knows: a replay then gives the same labels. */
  WAIT,
  /** It goes on with what it knows, and the output says so. */
  PROCEED
}
