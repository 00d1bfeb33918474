package io.labelstream.train.data;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The columns of labels and text in a table.
 *
 * @param label the column of the label, or of the labels
 * @param text the columns of the text, which are joined by a space in this order
 * @param heading the content of the first line
 */
public record Columns(Column label, List<Column> text, Heading heading) {
  /** The content of the first line of a table. */
  public enum Heading {
    /** The names of the columns. */
    NAMES,
    /** A row like any other. */
    NONE
  }

  public Columns {
    Objects.requireNonNull(label);
    text = List.copyOf(text);
    Objects.requireNonNull(heading);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("no column of text");
    }
    if (heading == Heading.NONE && Stream.concat(Stream.of(label), text.stream()).anyMatch(Column.Name.class::isInstance)) {
      throw new IllegalArgumentException("a column is named, and the first line holds no names");
    }
  }

  /** The label in the first column, the text in the last, and no names in the first line. */
  public static Columns firstAndLast() {
    return new Columns(new Column.Place(1), List.of(new Column.Place(-1)), Heading.NONE);
  }
}
