package io.labelstream.train.data;

import java.io.IOException;
import java.nio.file.Path;

/** Opens files of labelled texts that settings name. */
@FunctionalInterface
public interface DataFiles {
  /**
   * The texts in a file.
   *
   * @throws IOException if the file cannot be read
   * @throws TrainingDataException if it is not of the format that it is read in
   */
  ExampleSource open(Path file) throws IOException, TrainingDataException;

  /** Files that are read with these options. */
  static DataFiles with(final DataOptions options) {
    return file -> LabelledFile.of(file, options);
  }
}
