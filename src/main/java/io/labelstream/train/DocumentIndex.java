package io.labelstream.train;

import io.labelstream.model.Metadata;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/** A model whose labels are documents, in memory. */
public interface DocumentIndex {
  /** The end of the indexing. */
  Outcome outcome();

  /**
   * Writes the model.
   *
   * @return the number of bytes written
   * @throws IOException if the channel cannot be written
   */
  long writeTo(Metadata metadata, WritableByteChannel channel) throws IOException;

  /**
   * The end of the indexing.
   *
   * @param documents the number of documents in the index
   * @param left those that are not in it
   * @param search how documents are found, in words
   * @param elapsed the duration of the indexing
   */
  record Outcome(long documents, LeftOut left, String search, Duration elapsed) {}

  /**
   * The documents that are left out.
   *
   * @param withoutId those without id
   * @param repeated those with the id of one before them
   * @param withoutText those with no text
   * @param unknown those of whose text the model knows nothing
   */
  record LeftOut(long withoutId, long repeated, long withoutText, long unknown) {}
}
