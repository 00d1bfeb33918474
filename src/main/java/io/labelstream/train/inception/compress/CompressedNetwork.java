package io.labelstream.train.inception.compress;

import io.labelstream.model.Metadata;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionStage;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.OptionalLong;

/**
 * A network that was compressed.
 *
 * @param limit the most bytes of its file; empty: there is no limit
 * @param stages the model after each step
 */
record CompressedNetwork(SmallNetwork network, OptionalLong limit, List<CompressionStage> stages) implements CompressedModel {
  CompressedNetwork {
    stages = List.copyOf(stages);
  }

  @Override
  public long writeTo(final Metadata metadata, final WritableByteChannel channel) throws IOException, CompressionException {
    final long needed = network.bytes(metadata);
    if (limit.isPresent() && needed > limit.getAsLong()) {
      throw new CompressionException("the file would have " + needed + " bytes, " + (needed - network.bytes(Metadata.none()))
          + " of them metadata; the limit is " + limit.getAsLong() + ": raise it, or write fewer");
    }
    return network.write(metadata, channel);
  }

  @Override
  public void close() {
    // All is on the heap, or ends with it.
  }
}
