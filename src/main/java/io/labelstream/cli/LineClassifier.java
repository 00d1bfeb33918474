package io.labelstream.cli;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Predictions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Classifies a stream of lines as bytes. A line ends at a line feed and nowhere else; bytes after the last one are a line too. What is
 * written is flushed whenever the input has nothing more to give at once, so that it serves a conversation as well as a bulk load.
 */
final class LineClassifier {
  /** The longest line that is taken. */
  static final int MAX_LINE_BYTES = 1 << 28;

  private static final int FIRST_BUFFER_BYTES = 1 << 17;

  private final ClassifierSession session;
  private final Predictions predictions;
  private final LabelWriter writer;
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
  private int start;
  private int scanned;
  private int end;
  private long lines;

  LineClassifier(final ClassifierSession session, final Predictions predictions, final LabelWriter writer) {
    this.session = session;
    this.predictions = predictions;
    this.writer = writer;
  }

  /** Reads to the end of {@code in}, which is not closed. */
  void classifyAll(final InputStream in) throws IOException {
    while (true) {
      classifyWholeLines();
      makeRoom();
      if (in.available() == 0) {
        writer.flush();
      }
      final int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        break;
      }
      end += count;
    }
    if (end > start) {
      classify(end);
    }
    writer.flush();
  }

  private void classifyWholeLines() throws IOException {
    for (; scanned < end; scanned++) {
      if (buffer[scanned] == '\n') {
        classify(scanned);
        start = scanned + 1;
      }
    }
  }

  private void classify(final int lineEnd) throws IOException {
    session.classify(buffer, start, lineEnd - start, predictions);
    writer.write(predictions);
    lines++;
  }

  /** Moves the unfinished line to the front, and doubles the buffer when the line fills it. */
  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      scanned -= start;
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      if (end >= MAX_LINE_BYTES) {
        throw new CliException(
            ExitCode.USAGE, "line " + (lines + 1) + " is longer than " + MAX_LINE_BYTES + " bytes; is the input text with line feeds?");
      }
      buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, MAX_LINE_BYTES));
    }
  }
}
