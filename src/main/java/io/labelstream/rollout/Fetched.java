package io.labelstream.rollout;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The artefacts of an announcement on this machine.
 *
 * @param model the model's bytes; empty where it is open already
 * @param samples the bytes of the golden samples that were announced with it
 */
record Fetched(Optional<FileChannel> model, Optional<byte[]> samples) implements AutoCloseable {
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
