package io.labelstream.train;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/** A model that was trained, in memory. */
public interface TrainedModel extends AutoCloseable {
  /** How training ended. */
  Outcome outcome();

  /**
   * Writes the model.
   *
   * @return how many bytes were written
   * @throws IOException if the channel cannot be written
   */
  long writeTo(WritableByteChannel channel) throws IOException;

  /** Frees the memory. Nobody may use the model at that time or later. */
  @Override
  void close();

  /**
   * How training ended.
   *
   * @param done what was done, such as {@code 5 epochs}
   * @param elapsed how long it took
   * @param figures what it came to, such as a loss
   */
  record Outcome(String done, Duration elapsed, String figures) {}
}
