package io.labelstream.train.data;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How to read labelled texts.
 *
 * @param format the format; empty: told by the first line and the file's name
 * @param columns where labels and text stand in {@link DataFormat#TSV} and {@link DataFormat#CSV}
 * @param fields where they stand in {@link DataFormat#JSON}
 * @param labelSeparator the ASCII character between labels that stand in one cell; empty: a cell is one label
 */
public record DataOptions(Optional<DataFormat> format, Columns columns, Fields fields, Optional<Character> labelSeparator) {
  private static final char LAST_ASCII = 127;

  public DataOptions {
    Objects.requireNonNull(format);
    Objects.requireNonNull(columns);
    Objects.requireNonNull(fields);
    if (labelSeparator.isPresent() && labelSeparator.get() > LAST_ASCII) {
      throw new IllegalArgumentException("the separator of labels must be an ASCII character");
    }
  }

  /**
   * Where labels and text stand in an object.
   *
   * @param text the field of the text
   * @param labels the fields of which one holds the label or an array of labels
   */
  public record Fields(String text, List<String> labels) {
    public Fields {
      labels = List.copyOf(labels);
      if (labels.isEmpty() || labels.contains(text)) {
        throw new IllegalArgumentException("text and labels must be in fields of their own");
      }
    }

    /** The text in {@code text}, labels in {@code label} or {@code labels}. */
    public static Fields usual() {
      return new Fields("text", List.of("label", "labels"));
    }
  }

  /** All by its default. */
  public static DataOptions usual() {
    return new DataOptions(Optional.empty(), Columns.firstAndLast(), Fields.usual(), Optional.empty());
  }

  /** The same for this format. */
  public DataOptions with(final DataFormat chosen) {
    return new DataOptions(Optional.of(chosen), columns, fields, labelSeparator);
  }
}
