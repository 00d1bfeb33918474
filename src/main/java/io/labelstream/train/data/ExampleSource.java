package io.labelstream.train.data;

import java.io.IOException;

/** Labelled texts that can be read again and again, in the same order each time. */
public interface ExampleSource {
  /** The source in messages: a file's or a topic's name. */
  String name();

  /** The form of its texts. */
  default TextForm form() {
    return TextForm.WORDS;
  }

  /**
   * Passes each example to {@code consumer}, in the calling thread. Several threads may read one source at a time.
   *
   * @throws IOException if the source cannot be read
   * @throws TrainingDataException if its content is of another form than expected
   */
  void forEach(ExampleConsumer consumer) throws IOException, TrainingDataException;
}
