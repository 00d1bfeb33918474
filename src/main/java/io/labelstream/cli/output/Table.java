package io.labelstream.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows with a heading, each column as wide as its widest cell, and perhaps lines between the rows. Cells are plain text, made harmless for a terminal; lines
 * have no spaces at their end. Not thread-safe.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final String RIGHT = ">";
  private static final int WIDEST = 200;
  private static final int NARROWEST = 4;

  private final List<String> headings;
  private final List<Line> lines = new ArrayList<>();

  /** A row, or a text between rows where there are no cells. */
  private record Line(List<Cell> cells, String between) {}

  /** The colour of a cell where there are colours. */
  public enum Tone {
    USUAL,
    GOOD,
    DOUBTFUL,
    DIM
  }

  /** A text in a row. */
  public record Cell(String text, Tone tone) {
    public Cell {
      text = DisplayText.fit(text, WIDEST);
    }

    public static Cell of(final String text) {
      return new Cell(text, Tone.USUAL);
    }
  }

  private Table(final List<String> headings) {
    this.headings = headings;
  }

  /** A table with these columns; the heading of a column whose cells stand on the right begins with {@code >}. */
  public static Table of(final String... headings) {
    final Table table = new Table(List.of(headings));
    table.row(Stream.of(headings).map(heading -> new Cell(heading.replace(RIGHT, ""), Tone.DIM)).toArray(Cell[]::new));
    return table;
  }

  /** Adds a row of as many texts as there are columns. */
  public void row(final String... texts) {
    row(Stream.of(texts).map(Cell::of).toArray(Cell[]::new));
  }

  /** Adds a row of as many cells as there are columns. */
  public void row(final Cell... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException("a row has " + cells.length + " cells, expected " + headings.size());
    }
    lines.add(new Line(List.of(cells), ""));
  }

  /** Adds a text between rows, which is shown as it is, without indent. */
  public void between(final String text) {
    lines.add(new Line(List.of(), text));
  }

  /** True if there is only the heading. */
  public boolean isEmpty() {
    return lines.size() == 1;
  }

  /** The heading and the rows as lines, each after {@code indent}. */
  public String render(final String indent, final Style style) {
    return render(indent, style, Integer.MAX_VALUE);
  }

  /** As {@link #render(String, Style)}, with rows of at most {@code cells} cells: the widest columns are made narrower, and cells that do not fit are cut. */
  public String render(final String indent, final Style style, final int cells) {
    final int[] widths = IntStream.range(0, headings.size()).map(this::width).toArray();
    narrow(widths, cells - DisplayText.width(indent) - GAP.length() * (widths.length - 1));
    final StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.cells.isEmpty() ? line.between : indent + shown(line.cells, widths, style)).append('\n'));
    return text.toString();
  }

  private int width(final int column) {
    return lines.stream().filter(line -> !line.cells.isEmpty()).mapToInt(line -> DisplayText.width(line.cells.get(column).text())).max().orElse(0);
  }

  private static void narrow(final int[] widths, final int cells) {
    while (Arrays.stream(widths).sum() > cells) {
      final int widest = IntStream.range(0, widths.length).reduce((one, other) -> widths[other] > widths[one] ? other : one).orElseThrow();
      if (widths[widest] <= NARROWEST) {
        return;
      }
      widths[widest]--;
    }
  }

  private String shown(final List<Cell> cells, final int[] widths, final Style style) {
    final StringBuilder row = new StringBuilder();
    for (int at = 0; at < widths.length; at++) {
      final String fitting = DisplayText.fit(cells.get(at).text(), widths[at]);
      final String padding = " ".repeat(widths[at] - DisplayText.width(fitting));
      final String toned = style.toned(fitting, cells.get(at).tone());
      row.append(at == 0 ? "" : GAP).append(headings.get(at).startsWith(RIGHT) ? padding + toned : toned + padding);
    }
    return row.toString().stripTrailing();
  }
}
