package io.labelstream.model.encoder;

import io.labelstream.model.SharedText;

/** Encodes texts on one thread. After the longest text has been seen once, nothing is allocated. */
public interface EncoderSession {
  /**
   * The vector of a text: {@link TextEncoder#dimensions()} numbers, then zeros up to a multiple of {@link io.labelstream.kernel.Kernels#LANES}. All are zero if
   * the text has no piece. The array is the session's own, and valid until the next text.
   */
  float[] encode(SharedText text);
}
