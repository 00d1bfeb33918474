package io.labelstream.model;

import java.util.Optional;

/**
 * A model file that was read and found sound, but is not yet ready to classify.
 *
 * <p>Holds the file's bytes until it is closed: an artefact is for the time between reading and opening, and not counted in any memory budget. A classifier
 * that was opened from it stays open when the artefact is closed.
 *
 * <p>Thread-safe. Using a closed artefact throws an {@link IllegalStateException}.
 */
public interface ModelArtifact extends AutoCloseable {

  /** The description of this model by its file. The same as that of the opened classifier. */
  ModelDescription description();

  /** The file's other texts about itself: its card, golden samples, licence. None if its form has no place for them. */
  Metadata metadata();

  /** The frequencies of labels in the texts that this model was trained on; empty if the file does not hold them. */
  default Optional<LabelFrequencies> frequencies() {
    return Optional.empty();
  }

  /** Decides how to open the model and computes the memory needed, without allocating it. */
  MemoryPlan plan(ModelOptions options);

  /** Frees the file's bytes. Closing twice does nothing. */
  @Override
  void close();
}
