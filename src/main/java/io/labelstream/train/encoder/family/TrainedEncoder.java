package io.labelstream.train.encoder.family;

import io.labelstream.model.Metadata;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.encoder.MadeEncoder;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Map;

/**
 * An encoder that was trained.
 *
 * @param precision of the weights in a file
 * @param elapsed the duration of the training
 */
record TrainedEncoder(MadeEncoder made, Precision precision, Duration elapsed) implements TrainedModel {
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
    return EncoderFile.write(made.model(), Metadata.none(), precision, channel);
  }

  @Override
  public long writeTo(final Settings settings, final WritableByteChannel channel) throws IOException {
    return EncoderFile.write(made.model(), Metadata.none(), settings.get(EncoderTraining.WEIGHT_PRECISION), channel);
  }

  @Override
  public void close() {
    // All is on the heap.
  }
}
