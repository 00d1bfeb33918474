package io.labelstream.train.encoder.family;

import io.labelstream.train.TrainedModel;
import io.labelstream.train.encoder.MadeEncoder;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Map;

/** An encoder that was trained. */
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
    throw new IOException("encoders cannot be written yet");
  }

  @Override
  public void close() {
    // All is on the heap.
  }
}
