package io.labelstream.topology;

/** Where a pipeline is in its life. */
public enum PipelineState {
  /** Checked, and not started. */
  READY,
  /** Started, joining its group or taking over work from other instances. */
  STARTING,
  /** Reads and writes. */
  RUNNING,
  /** Commits and leaves its group. */
  STOPPING,
  /** Stopped because it was told to. */
  STOPPED,
  /** Stopped by itself; {@link Pipeline#awaitEnd} says why. */
  FAILED
}
