package io.labelstream.model.encoder.family;

import io.labelstream.model.Predictions;

/** One thread's work on an {@link OpenedHead}. Allocates nothing after the first text. */
interface HeadSession {
  /**
   * Appends the labels of a vector, best first.
   *
   * @param vector finite and not all zero; zeros follow it up to a multiple of {@link io.labelstream.kernel.Kernels#LANES}
   * @param predictions empty
   */
  void score(float[] vector, Predictions predictions);
}
