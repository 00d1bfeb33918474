package io.labelstream.cli.verb;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream into lines of bytes. A line ends at a line feed only; bytes after the last one are a line too. Whenever the input has no more bytes at once,
 * the sink is told so, which serves a conversation as well as a bulk load. Not thread-safe.
 */
public final class ByteLines {
  /** The longest line that is taken. */
  static final int MAX_LINE_BYTES = 1 << 28;

  private static final int FIRST_BUFFER_BYTES = 1 << 17;

  /** Takes lines. */
  public interface Sink {
    /** One line without its line feed; the bytes are valid only during the call. */
    void line(byte[] buffer, int offset, int length) throws IOException;

    /** There may be no further line for a while. */
    default void pause() throws IOException {}
  }

  private final Sink sink;
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
  private int start;
  private int scanned;
  private int end;
  private long lines;

  private ByteLines(final Sink sink) {
    this.sink = sink;
  }

  /**
   * Reads to the end of {@code in}, which is not closed.
   *
   * @throws CliException if a line is longer than {@link #MAX_LINE_BYTES}
   */
  public static void read(final InputStream in, final Sink sink) throws IOException {
    new ByteLines(sink).read(in);
  }

  private void read(final InputStream in) throws IOException {
    while (true) {
      passWholeLines();
      makeRoom();
      if (in.available() == 0) {
        sink.pause();
      }
      final int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        break;
      }
      end += count;
    }
    if (end > start) {
      pass(end);
    }
    sink.pause();
  }

  private void passWholeLines() throws IOException {
    for (; scanned < end; scanned++) {
      if (buffer[scanned] == '\n') {
        pass(scanned);
        start = scanned + 1;
      }
    }
  }

  private void pass(final int lineEnd) throws IOException {
    sink.line(buffer, start, lineEnd - start);
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
      if (end == MAX_LINE_BYTES) {
        throw new CliException(
            ExitCode.USAGE, "line " + (lines + 1) + " is longer than " + MAX_LINE_BYTES + " bytes; is the input text with line feeds?");
      }
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
  }
}
