package io.labelstream.cli.model;

import io.labelstream.cli.verb.ByteLines;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Predictions;
import java.io.IOException;

/** Classifies lines as bytes. Not thread-safe. */
final class LineClassifier implements ByteLines.Sink {
  private final ClassifierSession session;
  private final Predictions predictions;
  private final LabelWriter writer;

  LineClassifier(final ClassifierSession session, final Predictions predictions, final LabelWriter writer) {
    this.session = session;
    this.predictions = predictions;
    this.writer = writer;
  }

  @Override
  public void line(final byte[] buffer, final int offset, final int length) throws IOException {
    session.classify(buffer, offset, length, predictions);
    writer.write(predictions);
  }

  @Override
  public void pause() throws IOException {
    writer.flush();
  }
}
