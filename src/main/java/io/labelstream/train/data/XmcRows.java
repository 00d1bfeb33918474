package io.labelstream.train.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The header and rows of {@link DataFormat#XMC}. An empty line is skipped, and may be one of the rows that the header counts. Not thread-safe. */
final class XmcRows implements LineScanner.Sink {
  private final String name;
  private final ReadRows rows;
  private final ExampleConsumer consumer;
  private @Nullable SparseLines parser;
  private int filled;
  private int empty;

  private XmcRows(final String name, final ReadRows rows, final ExampleConsumer consumer) {
    this.name = name;
    this.rows = rows;
    this.consumer = consumer;
  }

  /** Reads to the end of {@code in}, which is not closed, and counts in {@code rows}. */
  static void read(final InputStream in, final String name, final ReadRows rows, final ExampleConsumer consumer)
      throws IOException, TrainingDataException {
    final XmcRows lines = new XmcRows(name, rows, consumer);
    LineScanner.read(in, name, lines);
    lines.requireAll();
  }

  @Override
  public void line(final byte[] buffer, final int offset, final int length, final long number) throws TrainingDataException {
    final SparseLines known = parser;
    if (LineScanner.isEmpty(buffer, offset, length)) {
      empty += known == null ? 0 : 1;
      rows.empty();
    } else if (known == null) {
      parser = new SparseLines(header(new String(buffer, offset, length, StandardCharsets.UTF_8), number));
    } else {
      take(known, buffer, offset, length, number);
    }
  }

  private XmcHeader header(final String line, final long number) throws TrainingDataException {
    try {
      return XmcHeader.of(line);
    } catch (final UnreadableLineException unfit) {
      throw new TrainingDataException(place(number) + ": " + unfit.getMessage());
    }
  }

  private void take(final SparseLines known, final byte[] buffer, final int offset, final int length, final long number) throws TrainingDataException {
    final int expected = known.header().rows();
    if (filled == expected) {
      throw new TrainingDataException(place(number) + ": it is row " + (filled + 1L) + ", expected " + expected
          + " as in the first line; correct that line, or remove rows of another file");
    }
    filled++;
    final Example example;
    try {
      example = known.parse(buffer, offset, length);
    } catch (final UnreadableLineException problem) {
      rows.unreadable(place(number), problem);
      return;
    }
    rows.example();
    consumer.accept(example);
  }

  private void requireAll() throws TrainingDataException {
    final SparseLines known = parser;
    if (known == null) {
      throw new TrainingDataException("'" + name + "' is empty, expected a first line with the numbers of rows, features and labels");
    }
    if (filled + (long) empty < known.header().rows()) {
      throw new TrainingDataException("'" + name + "' has " + filled + (filled == 1 ? " row" : " rows") + ", expected " + known.header().rows()
          + " as in the first line; is the file cut off? If it is a part of a larger one, correct the first line");
    }
  }

  private String place(final long number) {
    return "line " + number + " of '" + name + "'";
  }
}
