package io.labelstream.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the columns of label and text in rows that have as many cells as the first one. Not thread-safe. */
final class Cells {
  private static final int UNKNOWN = -1;
  private static final int MOST_NAMES = 30;
  private static final int LONGEST_NAME = 40;

  private final int label;
  private final int[] text;
  private final String ifMore;
  private int width;

  private Cells(final Columns columns, final String ifMore, final int width) {
    this.label = place(columns.label());
    this.text = columns.text().stream().mapToInt(Cells::place).toArray();
    this.ifMore = ifMore;
    this.width = width;
  }

  /**
   * The columns of a table without names.
   *
   * @param columns by place
   * @param ifMore the question about the reason, for rows with too many cells
   */
  static Cells of(final Columns columns, final String ifMore) {
    return new Cells(columns, ifMore, UNKNOWN);
  }

  /**
   * The columns of a table whose first row is {@code heading}.
   *
   * @param ifMore the question about the reason, for rows with too many cells
   * @throws UnreadableLineException if a column is missing, or two have the same name
   */
  static Cells under(final List<String> heading, final Columns columns, final String ifMore) throws UnreadableLineException {
    final List<Column> text = new ArrayList<>();
    for (final Column column : columns.text()) {
      text.add(placed(column, heading));
    }
    return new Cells(new Columns(placed(columns.label(), heading), text, Columns.Heading.NAMES), ifMore, heading.size());
  }

  private static Column placed(final Column column, final List<String> heading) throws UnreadableLineException {
    return switch (column) {
      case Column.Place place -> place;
      case Column.Name(final String name) -> {
        final int index = heading.indexOf(name);
        if (index < 0) {
          throw new UnreadableLineException("no column is named '" + name + "'; the columns are " + names(heading));
        }
        final int last = heading.lastIndexOf(name);
        if (last > index) {
          throw new UnreadableLineException("columns " + (index + 1) + " and " + (last + 1) + " are both named '" + name + "'; name the right one by its place");
        }
        yield new Column.Place(index + 1);
      }
    };
  }

  private static String names(final List<String> heading) {
    return heading.stream().limit(MOST_NAMES).map(Cells::quoted).collect(Collectors.joining(", "))
        + (heading.size() > MOST_NAMES ? " and " + (heading.size() - MOST_NAMES) + " more" : "");
  }

  /** Quotes a name, cut if it is long: then it may be a text, in a line that is no heading. */
  private static String quoted(final String name) {
    return "'" + (name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name) + "'";
  }

  /**
   * Checks the next row, before its columns are asked for.
   *
   * @throws UnreadableLineException if it does not have as many cells as the rows before it, or lacks a column
   */
  void require(final int cells) throws UnreadableLineException {
    if (width == UNKNOWN) {
      label(cells);
      for (int part = 0; part < text.length; part++) {
        text(part, cells);
      }
      width = cells;
    } else if (cells > width) {
      throw new UnreadableLineException(counted(cells) + ", expected " + width + " as in the first row; " + ifMore);
    } else if (cells < width) {
      throw new UnreadableLineException(counted(cells) + ", expected " + width + " as in the first row; is a cell missing, or a line end within one?");
    }
  }

  int textColumns() {
    return text.length;
  }

  /** The index of the label in a row of {@code cells} cells. */
  int label(final int cells) throws UnreadableLineException {
    return index(label, "the label", cells);
  }

  /** The index of a part of the text in a row of {@code cells} cells. */
  int text(final int part, final int cells) throws UnreadableLineException {
    final int index = index(text[part], "text", cells);
    if (text.length == 1 && index == index(label, "the label", cells)) {
      throw new UnreadableLineException((cells == 1 ? counted(1) : "label and text are the same column") + ", expected the label in "
          + new Column.Place(label) + " and text in " + new Column.Place(text[part]) + "; check format and columns");
    }
    return index;
  }

  private static int index(final int place, final String what, final int cells) throws UnreadableLineException {
    final int index = place > 0 ? place - 1 : cells + place;
    if (index < 0 || index >= cells) {
      throw new UnreadableLineException(counted(cells) + ", expected " + what + " in " + new Column.Place(place) + "; check format and columns");
    }
    return index;
  }

  private static String counted(final int cells) {
    return "the row has " + cells + (cells == 1 ? " cell" : " cells");
  }

  private static int place(final Column column) {
    return switch (column) {
      case Column.Place(final int place) -> place;
      case Column.Name named -> throw new IllegalArgumentException(named + " has no place yet");
    };
  }
}
