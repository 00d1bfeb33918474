package io.labelstream.rollout;

/** The policy for a new version that does not fit into the memory budget together with the one that it follows. */
public enum MemoryPolicy {
  /** Both are open together, so that no record waits; a new version that does not fit beside the old one is rejected. */
  AVAILABILITY,
  /** The old version is released first, and records wait while the new one is opened. */
  CAPACITY
}
