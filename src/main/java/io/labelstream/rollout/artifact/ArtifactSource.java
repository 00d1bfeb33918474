package io.labelstream.rollout.artifact;

import io.labelstream.rollout.control.ArtifactReference;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Reads artefacts of one kind of location. Thread-safe. */
public interface ArtifactSource {
  /**
   * Writes the bytes at the reference's location to {@code target}, from its start; at most one byte more than announced, so that a longer artefact is noticed
   * without being fetched. The caller compares size and digest.
   *
   * @param deadline the moment by {@link System#nanoTime()} at which all bytes must be there
   * @throws ArtifactException if the location is not allowed, has no bytes, or does not deliver them in time
   * @throws IOException if {@code target} cannot be written
   */
  void fetch(ArtifactReference reference, FileChannel target, long deadline) throws ArtifactException, IOException, InterruptedException;
}
