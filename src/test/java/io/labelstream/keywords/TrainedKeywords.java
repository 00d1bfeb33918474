package io.labelstream.keywords;

import io.labelstream.model.Metadata;
import io.labelstream.train.TrainedModel;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/** A keyword model that was trained. */
record TrainedKeywords(KeywordModel model, long nanos) implements TrainedModel {
  @Override
  public Outcome outcome() {
    return new Outcome("1 pass", Duration.ofNanos(nanos), model.words().size() + " words");
  }

  @Override
  public long writeTo(final WritableByteChannel channel) throws IOException {
    return model.write(Metadata.none(), channel);
  }

  @Override
  public void close() {
    // All is on the heap.
  }
}
