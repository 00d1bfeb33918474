package io.labelstream.train;

import io.labelstream.model.Metadata;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** A model that was compressed, in memory. */
public interface CompressedModel extends AutoCloseable {
  /** What became of the model step by step; without accuracies where there were no texts. */
  List<CompressionStage> stages();

  /**
   * Writes the file in the form that it was made for.
   *
   * @return how many bytes were written
   * @throws CompressionException if the file would be larger than its limit; nothing is written then
   * @throws IOException if the channel cannot be written
   */
  long writeTo(Metadata metadata, WritableByteChannel channel) throws IOException, CompressionException;

  /** Frees the memory. Nobody may use the model at that time or later. */
  @Override
  void close();
}
