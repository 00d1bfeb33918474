package io.labelstream.train.data;

import java.io.IOException;

/** An {@link ExampleSource} that can summarise its whole content. */
public interface LabelledData extends ExampleSource {
  /**
   * Reads all of it once.
   *
   * @throws IOException if the source cannot be read
   * @throws TrainingDataException if its content is of another form than expected
   */
  default DataSummary survey() throws IOException, TrainingDataException {
    return survey(example -> { });
  }

  /**
   * Reads all of it once, as {@link #forEach} does, and counts.
   *
   * @param consumer takes each example
   */
  DataSummary survey(ExampleConsumer consumer) throws IOException, TrainingDataException;
}
