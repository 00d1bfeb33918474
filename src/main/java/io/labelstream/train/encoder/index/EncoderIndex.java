package io.labelstream.train.encoder.index;

import io.labelstream.model.Metadata;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.train.DocumentIndex;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** An encoder with documents. */
record EncoderIndex(EncoderModel model, Precision precision, Outcome outcome) implements DocumentIndex {
  @Override
  public long writeTo(final Metadata metadata, final WritableByteChannel channel) throws IOException {
    return EncoderFile.write(model, metadata, precision, channel);
  }
}
