package io.labelstream.train;

import io.labelstream.model.Metadata;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** A model that was compressed, in memory. */
public interface CompressedModel extends AutoCloseable {
  /** The model after each step; without accuracies if there were no texts. */
  List<CompressionStage> stages();

  /**
   * Writes the file in the form that the model was compressed for.
   *
   * @return the number of bytes written
   * @throws CompressionException if the file would be larger than its limit; nothing is written then
   * @throws IOException if the channel cannot be written
   */
  long writeTo(Metadata metadata, WritableByteChannel channel) throws IOException, CompressionException;

  /** Frees the memory. The model must not be used during this call or later. */
  @Override
  void close();
}
