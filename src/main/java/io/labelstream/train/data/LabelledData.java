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
  DataSummary survey() throws IOException, TrainingDataException;
}
