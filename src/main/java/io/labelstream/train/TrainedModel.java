package io.labelstream.train;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Map;

/** A model that was trained, in memory. */
public interface TrainedModel extends AutoCloseable {
  /** The end of the training. */
  Outcome outcome();

  /** Figures that the training found, for the model's card: values by title. By default, there are none. */
  default Map<String, String> findings() {
    return Map.of();
  }

  /**
   * Writes the model.
   *
   * @return the number of bytes written
   * @throws IOException if the channel cannot be written
   */
  long writeTo(WritableByteChannel channel) throws IOException;

  /**
   * Writes the model as training would have made it with other settings of {@linkplain Setting.Stage#SERVING serving}. By default, its family has none.
   *
   * @param settings those of the training, but for settings of serving
   * @return the number of bytes written
   * @throws IOException if the channel cannot be written
   */
  default long writeTo(final Settings settings, final WritableByteChannel channel) throws IOException {
    return writeTo(channel);
  }

  /** Frees the memory. The model must not be used during this call or later. */
  @Override
  void close();

  /**
   * The end of the training.
   *
   * @param done the work that was done, such as {@code 5 epochs}
   * @param elapsed the duration of the training
   * @param figures its final figures, such as a loss
   */
  record Outcome(String done, Duration elapsed, String figures) {}
}
