package io.labelstream.topology;

import io.labelstream.wire.ShadowEncoder;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Where the disagreements of shadow versions go: to the processor's child {@link ClassifyProcessor#SHADOW_CHILD}.
 *
 * @param encoder makes an encoder for each task of the stream
 * @param maxBytes the largest record that the output takes, with key and headers; a larger one is counted and left out
 * @param maxDelay how old a record may be, by this machine's clock, for a shadow version to score it
 */
public record ShadowOutput(Supplier<ShadowEncoder> encoder, int maxBytes, Duration maxDelay) {
  public ShadowOutput {
    Objects.requireNonNull(encoder);
    Objects.requireNonNull(maxDelay);
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes=" + maxBytes + " must be at least 1");
    }
  }
}
