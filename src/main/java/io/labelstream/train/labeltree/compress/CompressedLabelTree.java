package io.labelstream.train.labeltree.compress;

import io.labelstream.model.Metadata;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.Precision;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionStage;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * Label trees that were compressed.
 *
 * @param limit the requested limit
 * @param stages the model after each step
 */
record CompressedLabelTree(LabelTreeModel model, WeightLimit limit, List<CompressionStage> stages) implements CompressedModel {
  CompressedLabelTree {
    stages = List.copyOf(stages);
  }

  @Override
  public long writeTo(final Metadata metadata, final WritableByteChannel channel) throws IOException, CompressionException {
    if (limit instanceof WeightLimit.Bytes(final long most)) {
      final long needed = FileSize.of(model, metadata);
      if (needed > most) {
        throw new CompressionException("the file would have " + needed + " bytes, " + (needed - FileSize.of(model, Metadata.none()))
            + " of them metadata; the limit is " + most + ": raise it, or write fewer");
      }
    }
    return model.write(metadata, Precision.INT8, channel);
  }

  @Override
  public void close() {
    // All is on the heap.
  }
}
