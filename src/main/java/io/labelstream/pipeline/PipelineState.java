package io.labelstream.pipeline;

/** Where a pipeline is in its life. */
public enum PipelineState {
  /** Checked, and not started. */
  READY,
  /** Started, and has not read yet all that was announced, or has not opened the models that count now; takes no record before that. */
  WAITING_FOR_CONTROL,
  /** Started, warming up, joining its group or taking over work from other instances. */
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
