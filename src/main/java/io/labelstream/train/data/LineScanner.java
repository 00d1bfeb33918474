package io.labelstream.train.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/**
 * Splits a stream into lines, which end at a line feed; a carriage return before it and a byte order mark at the start of a line (as in concatenated files) are
 * not part of it. Not thread-safe.
 */
final class LineScanner {
  /** Lines with this many bytes or more are refused. */
  static final int MOST_LINE_BYTES = 1 << 24;

  private static final int FIRST_BUFFER_BYTES = 1 << 18;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final String name;
  private final Sink sink;
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
  private int start;
  private int scanned;
  private int end;
  private long lines;

  /** Receives the lines. */
  interface Sink {
    /**
     * Takes a line, whose bytes may be modified during the call.
     *
     * @param number the line's, from 1
     */
    void line(byte[] buffer, int offset, int length, long number) throws TrainingDataException;
  }

  private LineScanner(final String name, final Sink sink) {
    this.name = name;
    this.sink = sink;
  }

  /**
   * Reads to the end of {@code in}, which is not closed.
   *
   * @throws TrainingDataException if a line has {@link #MOST_LINE_BYTES} or more, or by the sink
   */
  static void read(final InputStream in, final String name, final Sink sink) throws IOException, TrainingDataException {
    new LineScanner(name, sink).read(in);
  }

  /** True if a line holds nothing but white space. */
  static boolean isEmpty(final byte[] line, final int offset, final int length) {
    for (int at = offset; at < offset + length; at++) {
      if (!Tokens.isWhiteSpace(line[at])) {
        return false;
      }
    }
    return true;
  }

  /** The start of a text, after its byte order mark if it has one. */
  static int afterMark(final byte[] bytes, final int from, final int to) {
    final boolean marked = to - from >= BYTE_ORDER_MARK.length
        && Arrays.equals(bytes, from, from + BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    return marked ? from + BYTE_ORDER_MARK.length : from;
  }

  /** The same bytes without a byte order mark at their start. */
  static InputStream withoutMark(final InputStream in) throws IOException {
    final byte[] first = in.readNBytes(BYTE_ORDER_MARK.length);
    final int from = afterMark(first, 0, first.length);
    return from == first.length ? in : new SequenceInputStream(new ByteArrayInputStream(first, from, first.length - from), in);
  }

  private void read(final InputStream in) throws IOException, TrainingDataException {
    while (true) {
      makeRoom();
      final int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        break;
      }
      end += count;
      passWholeLines();
    }
    if (end > start) {
      pass(end);
    }
  }

  private void passWholeLines() throws TrainingDataException {
    for (int feed = feed(buffer, scanned, end); feed < end; feed = feed(buffer, start, end)) {
      pass(feed);
      start = feed + 1;
    }
    scanned = end;
  }

  /**
   * The place of the next line feed, or {@code to}. Like every loop over single bytes, this has a method of its own: a loop that contains all the work on a
   * line would be compiled as a whole, which takes longer than reading a small file.
   */
  private static int feed(final byte[] bytes, final int from, final int to) {
    int at = from;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private void pass(final int feed) throws TrainingDataException {
    lines++;
    final int from = afterMark(buffer, start, feed);
    final int to = feed > from && buffer[feed - 1] == '\r' ? feed - 1 : feed;
    sink.line(buffer, from, to - from, lines);
  }

  /** Moves the unfinished line to the front, and doubles the buffer when the line fills it. */
  private void makeRoom() throws TrainingDataException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      scanned -= start;
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      if (end == MOST_LINE_BYTES) {
        throw new TrainingDataException("line " + (lines + 1) + " of '" + name + "' has " + MOST_LINE_BYTES
            + " bytes or more, expected one text a line; is it text with line feeds?");
      }
      buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, MOST_LINE_BYTES));
    }
  }
}
