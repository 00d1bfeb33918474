package io.labelstream.train.data;

import java.util.List;

/** Makes an example from one line. Not thread-safe. */
public interface LineParser {
  /**
   * The example in the {@code length} bytes from {@code offset}. The bytes may be modified, and the example's text may lie in them.
   *
   * @throws UnreadableLineException if they are not of the format
   */
  Example parse(byte[] line, int offset, int length) throws UnreadableLineException;

  /** The parser of lines in a format without a first line of names and without rows of several lines. */
  static LineParser of(final DataFormat format, final DataOptions options) {
    return switch (format) {
      case FASTTEXT -> new FastTextLines(options.labelPrefix());
      case TSV -> new TsvLines(Cells.of(options.columns(), TsvLines.IF_MORE), options);
      case JSON -> new JsonLines(options);
      case TEXT -> (line, offset, length) -> new Example(line, offset, length, List.of());
      case CSV, XMC -> throw new IllegalArgumentException(format + " is not read line by line");
    };
  }
}
