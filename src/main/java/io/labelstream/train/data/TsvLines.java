package io.labelstream.train.data;

import it.unimi.dsi.fastutil.ints.IntArrays;

/** One row per line, columns separated by tabs. */
final class TsvLines implements LineParser {
  /** The usual reason for too many cells in a row. */
  static final String IF_MORE = "is there a tab within a text?";

  private static final int FIRST_EDGES = 16;

  private final Cells cells;
  private final LabelCells labelCells;
  private int[] edges = new int[FIRST_EDGES];

  TsvLines(final Cells cells, final DataOptions options) {
    this.cells = cells;
    this.labelCells = new LabelCells(options);
  }

  @Override
  public Example parse(final byte[] line, final int offset, final int length) throws UnreadableLineException {
    final int columns = split(line, offset, offset + length);
    cells.require(columns);
    final int label = cells.label(columns);
    final byte[] text;
    final int from;
    final int to;
    if (cells.textColumns() == 1) {
      final int column = cells.text(0, columns);
      text = line;
      from = edges[column];
      to = edges[column + 1] - 1;
    } else {
      text = joined(line, columns);
      from = 0;
      to = text.length;
    }
    return labelCells.example(line, edges[label], edges[label + 1] - 1, text, from, to);
  }

  /** Finds the starts of columns; a column ends a byte before the start of the next one, the last as if a tab followed it. */
  private int split(final byte[] line, final int from, final int to) {
    int columns = 0;
    edges[0] = from;
    for (int at = from; at <= to; at++) {
      if (at == to || line[at] == '\t') {
        columns++;
        edges = IntArrays.grow(edges, columns + 1);
        edges[columns] = at + 1;
      }
    }
    return columns;
  }

  private byte[] joined(final byte[] line, final int columns) throws UnreadableLineException {
    int length = cells.textColumns() - 1;
    for (int index = 0; index < cells.textColumns(); index++) {
      final int column = cells.text(index, columns);
      length += edges[column + 1] - 1 - edges[column];
    }
    final byte[] text = new byte[length];
    int end = 0;
    for (int index = 0; index < cells.textColumns(); index++) {
      if (index > 0) {
        text[end++] = ' ';
      }
      final int column = cells.text(index, columns);
      final int bytes = edges[column + 1] - 1 - edges[column];
      System.arraycopy(line, edges[column], text, end, bytes);
      end += bytes;
    }
    return text;
  }
}
