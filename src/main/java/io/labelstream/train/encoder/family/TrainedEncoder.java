package io.labelstream.train.encoder.family;

import io.labelstream.model.Metadata;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.encoder.file.Precision;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.encoder.MadeEncoder;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Map;

/** An encoder that was trained. Files hold its matrices as 8-bit integers. */
record TrainedEncoder(MadeEncoder made, Duration elapsed) implements TrainedModel {
  @Override
  public Outcome outcome() {
    return new Outcome(made.done(), elapsed, made.figures());
  }

  @Override
  public Map<String, String> findings() {
    return made.findings();
  }

  @Override
  public long writeTo(final WritableByteChannel channel) throws IOException {
    return EncoderFile.write(made.model(), Metadata.none(), Precision.INT8, channel);
  }

  @Override
  public void close() {
    // All is on the heap.
  }
}
