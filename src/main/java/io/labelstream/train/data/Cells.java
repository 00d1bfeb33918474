package io.labelstream.train.data;

import java.util.ArrayList;
import java.util.List;

/** Finds the columns of label and text in rows that need not have the same number of columns. Immutable. */
final class Cells {
  private final int label;
  private final int[] text;

  /** @param columns by place */
  Cells(final Columns columns) {
    this.label = place(columns.label());
    this.text = columns.text().stream().mapToInt(Cells::place).toArray();
  }

  /**
   * The same columns by their places in a table whose first line is {@code heading}.
   *
   * @throws UnreadableLineException if it lacks one
   */
  static Columns placed(final Columns columns, final List<String> heading) throws UnreadableLineException {
    final List<Column> text = new ArrayList<>();
    for (final Column column : columns.text()) {
      text.add(placed(column, heading));
    }
    return new Columns(placed(columns.label(), heading), text, Columns.Heading.NAMES);
  }

  private static Column placed(final Column column, final List<String> heading) throws UnreadableLineException {
    return switch (column) {
      case Column.Place place -> place;
      case Column.Name(final String name) -> {
        final int index = heading.indexOf(name);
        if (index < 0) {
          throw new UnreadableLineException("the first line names " + heading.size() + " columns, and '" + name
              + "' is none of them; name the columns of label and text");
        }
        yield new Column.Place(index + 1);
      }
    };
  }

  int textColumns() {
    return text.length;
  }

  /** The index of the label in a row of {@code columns} columns. */
  int label(final int columns) throws UnreadableLineException {
    return index(label, "the label", columns);
  }

  /** The index of a part of the text in a row of {@code columns} columns. */
  int text(final int part, final int columns) throws UnreadableLineException {
    final int index = index(text[part], "text", columns);
    if (text.length == 1 && index == index(label, "the label", columns)) {
      throw new UnreadableLineException((columns == 1 ? "the line has one column" : "label and text are the same column") + ", expected the label in "
          + new Column.Place(label) + " and text in " + new Column.Place(text[part]) + "; check format and columns");
    }
    return index;
  }

  private static int index(final int place, final String what, final int columns) throws UnreadableLineException {
    final int index = place > 0 ? place - 1 : columns + place;
    if (index < 0 || index >= columns) {
      throw new UnreadableLineException("the line has " + columns + (columns == 1 ? " column" : " columns") + ", expected " + what + " in "
          + new Column.Place(place) + "; check format and columns");
    }
    return index;
  }

  private static int place(final Column column) {
    return switch (column) {
      case Column.Place(final int place) -> place;
      case Column.Name named -> throw new IllegalArgumentException(named + " has no place yet");
    };
  }
}
