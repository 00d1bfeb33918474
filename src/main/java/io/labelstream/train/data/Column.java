package io.labelstream.train.data;

/** A column of a table. */
public sealed interface Column {
  /**
   * A column by its place.
   *
   * @param place from 1, or from the end: -1 is the last one
   */
  record Place(int place) implements Column {
    public Place {
      if (place == 0) {
        throw new IllegalArgumentException("column 0: columns count from 1, and from the end from -1");
      }
    }

    @Override
    public String toString() {
      return place == -1 ? "the last column" : place < 0 ? "column " + -place + " from the end" : "column " + place;
    }
  }

  /** A column by its name in the first line. */
  record Name(String name) implements Column {
    public Name {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a column has an empty name");
      }
    }

    @Override
    public String toString() {
      return "column '" + name + "'";
    }
  }

  /** The column that {@code text} names: by its place if that is a whole number, else by its name. */
  static Column of(final String text) {
    return text.matches("-?[0-9]{1,9}") ? new Place(Integer.parseInt(text)) : new Name(text);
  }
}
