package io.labelstream.cli.model;

import io.labelstream.model.Predictions;
import java.io.IOException;

/** Writes the labels of one text after the other, one line each. Buffers until {@link #flush()}. Not thread-safe. */
interface LabelWriter {
  void write(Predictions predictions) throws IOException;

  void flush() throws IOException;
}
