package io.labelstream.pipeline;

import io.labelstream.topology.StartupFailure;

/** How a pipeline has ended. */
public sealed interface PipelineEnd {

  /** It was closed. */
  record Closed() implements PipelineEnd {}

  /**
   * It has stopped by itself.
   *
   * @param failure the kind of failure
   * @param message one line on what happened
   */
  record Failed(StartupFailure failure, String message) implements PipelineEnd {}
}
