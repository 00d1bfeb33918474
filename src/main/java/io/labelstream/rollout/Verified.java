package io.labelstream.rollout;

import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.ModelArtifact;
import java.util.Optional;

/**
 * Fetched artefacts that have turned out to be those that were announced.
 *
 * @param bytes the bytes that the model will hold outside the heap; 0 where it is open already
 * @param samples the golden samples, where there are any: those that came with the model, else those inside it
 * @param model the model as it was read, to be opened; empty where it is open already, or has to be read again
 */
record Verified(long bytes, Optional<GoldenSamples> samples, Optional<ModelArtifact> model) implements AutoCloseable {

  /** The same without the model, which is closed. */
  Verified withoutModel() {
    close();
    return new Verified(bytes, samples, Optional.empty());
  }

  @Override
  public void close() {
    model.ifPresent(ModelArtifact::close);
  }
}
