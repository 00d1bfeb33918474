package io.labelstream.train.data;

import java.io.IOException;

/** Labelled texts that can be gone through again and again, in the same order each time. */
public interface ExampleSource {
  /** The source in messages: a file's or a topic's name. */
  String name();

  /**
   * Passes each example to {@code consumer}, in the calling thread. Several threads may go through one source at a time.
   *
   * @throws IOException if the source cannot be read
   * @throws TrainingDataException if what it holds is of another form than expected
   */
  void forEach(ExampleConsumer consumer) throws IOException, TrainingDataException;
}
