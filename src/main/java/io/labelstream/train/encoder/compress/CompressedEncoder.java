package io.labelstream.train.encoder.compress;

import io.labelstream.model.Metadata;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionStage;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * An encoder that was compressed.
 *
 * @param limit the requested limit
 * @param stages the model after each step
 */
record CompressedEncoder(EncoderModel model, PieceLimit limit, List<CompressionStage> stages) implements CompressedModel {
  CompressedEncoder {
    stages = List.copyOf(stages);
  }

  @Override
  public long writeTo(final Metadata metadata, final WritableByteChannel channel) throws IOException, CompressionException {
    final long needed = EncoderFile.bytes(model, metadata, Precision.INT8);
    if (limit instanceof PieceLimit.Bytes(final long most) && needed > most) {
      throw new CompressionException("the file would have " + needed + " bytes, " + (needed - EncoderFile.bytes(model, Metadata.none(), Precision.INT8))
          + " of them metadata; the limit is " + most + ": raise it, or write fewer");
    }
    return EncoderFile.write(model, metadata, Precision.INT8, channel);
  }

  @Override
  public void close() {
    // All is on the heap.
  }
}
