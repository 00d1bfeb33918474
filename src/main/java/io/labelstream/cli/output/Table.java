package io.labelstream.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows with a heading, each column as wide as its widest cell, and perhaps lines between the rows. Cells are plain text, made harmless for a terminal; lines
 * have no spaces at their end. Not thread-safe.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int WIDEST = 200;
  private static final int NARROWEST = 4;

  private final List<Column> columns;
  private final List<Line> lines = new ArrayList<>();

  /** A line below the heading. */
  private sealed interface Line {}

  private record Row(List<Cell> cells) implements Line {}

  private record Between(String text) implements Line {}

  /** On which side a column's cells stand. */
  enum Side {
    LEFT,
    RIGHT
  }

  /** How a cell is to be seen where colours are. */
  public enum Tone {
    USUAL,
    GOOD,
    DOUBTFUL,
    DIM
  }

  /** A column with its heading. */
  record Column(String heading, Side side) {}

  /** A text in a row. */
  public record Cell(String text, Tone tone) {
    public Cell {
      text = DisplayText.fit(text, WIDEST);
    }

    public static Cell of(final String text) {
      return new Cell(text, Tone.USUAL);
    }
  }

  private Table(final List<Column> columns) {
    this.columns = columns;
  }

  /** A table with these columns; the heading of a column whose cells stand on the right begins with {@code >}. */
  public static Table of(final String... headings) {
    final List<Column> columns = new ArrayList<>();
    for (final String heading : headings) {
      columns.add(heading.startsWith(">") ? new Column(heading.substring(1), Side.RIGHT) : new Column(heading, Side.LEFT));
    }
    return new Table(List.copyOf(columns));
  }

  /** Adds a row of as many texts as there are columns. */
  public void row(final String... texts) {
    final Cell[] cells = new Cell[texts.length];
    for (int at = 0; at < texts.length; at++) {
      cells[at] = Cell.of(texts[at]);
    }
    row(cells);
  }

  /** Adds a row of as many cells as there are columns. */
  public void row(final Cell... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException("a row has " + cells.length + " cells, expected " + columns.size());
    }
    lines.add(new Row(List.of(cells)));
  }

  /** Adds a text between rows, which is shown as it is, without indent. */
  public void between(final String text) {
    lines.add(new Between(text));
  }

  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /** The heading and the rows as lines, each after {@code indent}. */
  public String render(final String indent, final Style style) {
    return render(indent, style, Integer.MAX_VALUE);
  }

  /** As {@link #render(String, Style)}, with rows of at most {@code cells} cells: the widest columns are made narrower, and what does not fit is cut. */
  public String render(final String indent, final Style style, final int cells) {
    final int[] widths = widths();
    narrow(widths, cells - DisplayText.width(indent) - GAP.length() * (widths.length - 1));
    final StringBuilder text = new StringBuilder();
    append(columns.stream().map(column -> new Cell(column.heading(), Tone.DIM)).toList(), widths, indent, style, text);
    for (final Line line : lines) {
      switch (line) {
        case Row(final List<Cell> row) -> append(row, widths, indent, style, text);
        case Between(final String between) -> text.append(between).append('\n');
      }
    }
    return text.toString();
  }

  private int[] widths() {
    final int[] widths = new int[columns.size()];
    for (int at = 0; at < widths.length; at++) {
      widths[at] = DisplayText.width(columns.get(at).heading());
      for (final Line line : lines) {
        if (line instanceof Row(final List<Cell> row)) {
          widths[at] = Math.max(widths[at], DisplayText.width(row.get(at).text()));
        }
      }
    }
    return widths;
  }

  private static void narrow(final int[] widths, final int cells) {
    while (Arrays.stream(widths).sum() > cells) {
      int widest = 0;
      for (int at = 1; at < widths.length; at++) {
        widest = widths[at] > widths[widest] ? at : widest;
      }
      if (widths[widest] <= NARROWEST) {
        return;
      }
      widths[widest]--;
    }
  }

  private void append(final List<Cell> row, final int[] widths, final String indent, final Style style, final StringBuilder text) {
    int last = row.size() - 1;
    while (last > 0 && row.get(last).text().isEmpty()) {
      last--;
    }
    text.append(indent);
    for (int at = 0; at <= last; at++) {
      final Cell cell = new Cell(DisplayText.fit(row.get(at).text(), widths[at]), row.get(at).tone());
      final String padding = " ".repeat(widths[at] - DisplayText.width(cell.text()));
      final String shown = toned(cell, style);
      text.append(at == 0 ? "" : GAP).append(
          switch (columns.get(at).side()) {
            case LEFT -> at == last ? shown : shown + padding;
            case RIGHT -> padding + shown;
          });
    }
    text.append('\n');
  }

  private static String toned(final Cell cell, final Style style) {
    return cell.text().isEmpty() ? "" : switch (cell.tone()) {
      case USUAL -> cell.text();
      case GOOD -> style.good(cell.text());
      case DOUBTFUL -> style.doubtful(cell.text());
      case DIM -> style.dim(cell.text());
    };
  }
}
