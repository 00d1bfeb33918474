package io.labelstream.model;

/**
 * A model file that was read and found sound, and is not ready to classify yet.
 *
 * <p>Holds the file's bytes until it is closed: an artefact is for the time between reading and opening, and not counted in any memory budget. A classifier that
 * it has opened lives on when the artefact is closed.
 *
 * <p>Thread-safe. An artefact that is used after it was closed ends in an {@link IllegalStateException}.
 */
public interface ModelArtifact extends AutoCloseable {

  /** What this model is, in the words of its file. The same as that of the classifier that is opened. */
  ModelDescription description();

  /** What the file says about itself besides: its card, golden samples, licence. None where its form has no place for it. */
  Metadata metadata();

  /** Decides how the model is to be opened and computes what memory that takes, without taking it. */
  MemoryPlan plan(ModelOptions options);

  /** Frees the file's bytes. Closing twice does nothing. */
  @Override
  void close();
}
