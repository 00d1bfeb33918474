package io.labelstream.train.data;

import java.io.IOException;

/** An {@link ExampleSource} that can say what it holds as a whole. */
public interface LabelledData extends ExampleSource {
  /**
   * Goes through all of it once.
   *
   * @throws IOException if the source cannot be read
   * @throws TrainingDataException if what it holds is of another form than expected
   */
  default DataSummary survey() throws IOException, TrainingDataException {
    return survey(example -> { });
  }

  /**
   * Goes through all of it once, as {@link #forEach} does, and counts.
   *
   * @param consumer takes each example
   */
  DataSummary survey(ExampleConsumer consumer) throws IOException, TrainingDataException;
}
