package io.labelstream.rollout;

import io.labelstream.golden.GoldenSamples;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an announcement names, on this machine and verified.
 *
 * @param model the model's bytes; empty where it is open already
 * @param samples the golden samples that came with it, which count instead of those inside it
 */
record Fetched(Optional<FileChannel> model, Optional<GoldenSamples> samples) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Fetched.class);

  /** Frees the file. */
  @Override
  public void close() {
    try {
      if (model.isPresent()) {
        model.get().close();
      }
    } catch (final IOException failure) {
      LOG.atDebug().setCause(failure).log("a staged model was not closed");
    }
  }
}
