package io.labelstream.train;

import io.labelstream.model.Metadata;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** A model that was imported, in memory. */
public interface ImportedModel {
  /** The parts that were taken, in words, one each; among them those that the source leaves open. */
  List<String> notes();

  /**
   * Writes the model.
   *
   * @param metadata texts about it, to be held inside
   * @return the number of bytes written
   * @throws IOException if the channel cannot be written
   */
  long writeTo(Metadata metadata, WritableByteChannel channel) throws IOException;
}
