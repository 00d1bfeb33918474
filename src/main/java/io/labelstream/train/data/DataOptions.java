package io.labelstream.train.data;

import io.labelstream.wire.TextFields;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Options for reading labelled texts.
 *
 * @param format the format; empty: guessed from the first line and the file's name
 * @param columns the columns of labels and text in {@link DataFormat#TSV} and {@link DataFormat#CSV}
 * @param fields the fields of labels and text in {@link DataFormat#JSON}
 * @param labelSeparator the ASCII character between labels in one cell; empty: a cell is one label
 * @param labelSpelling the white space within labels
 * @param labelPrefix the prefix of label tokens in {@link DataFormat#FASTTEXT}; not part of the label
 * @param unreadable the treatment of rows of a file that cannot be read
 */
public record DataOptions(
    Optional<DataFormat> format,
    Columns columns,
    Fields fields,
    Optional<Character> labelSeparator,
    LabelSpelling labelSpelling,
    String labelPrefix,
    Unreadable unreadable) {

  /** The usual prefix of label tokens in fastText. */
  static final String LABEL_PREFIX = "__label__";

  private static final char LAST_ASCII = 127;

  /** The treatment of rows that cannot be read. */
  public enum Unreadable {
    /** It ends the reading. */
    REFUSED,
    /** It is skipped and counted. */
    SKIPPED
  }

  public DataOptions {
    Objects.requireNonNull(format);
    Objects.requireNonNull(columns);
    Objects.requireNonNull(fields);
    Objects.requireNonNull(labelSpelling);
    Objects.requireNonNull(unreadable);
    if (labelSeparator.isPresent() && labelSeparator.get() > LAST_ASCII) {
      throw new IllegalArgumentException("the separator of labels must be an ASCII character");
    }
    if (labelPrefix.isEmpty() || labelPrefix.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("the prefix of labels is empty or holds white space");
    }
    if (!labelPrefix.equals(LABEL_PREFIX) && !format.equals(Optional.of(DataFormat.FASTTEXT))) {
      throw new IllegalArgumentException("a prefix of labels is for fastText lines; elsewhere labels stand apart from the text");
    }
  }

  /**
   * The fields of labels and text in an object.
   *
   * @param text the fields of the text, as {@link TextFields} has them
   * @param labels the fields, one of which holds the label or an array of labels
   */
  public record Fields(List<String> text, List<String> labels) {
    public Fields {
      text = List.copyOf(text);
      labels = List.copyOf(labels);
      if (text.isEmpty() || labels.isEmpty() || text.stream().anyMatch(labels::contains)) {
        throw new IllegalArgumentException("text and labels must be in fields of their own");
      }
    }

    /** The text in {@code text}, labels in {@code label} or {@code labels}. */
    public static Fields usual() {
      return new Fields(List.of("text"), List.of("label", "labels"));
    }

    /**
     * The fields of the text.
     *
     * @throws IllegalArgumentException if they cannot be fields of an object, though maybe columns of a table
     */
    public TextFields texts() {
      return TextFields.of(text);
    }
  }

  /** The default of each option. */
  public static DataOptions usual() {
    return new DataOptions(Optional.empty(), Columns.firstAndLast(), Fields.usual(), Optional.empty(), LabelSpelling.AS_A_TOKEN, LABEL_PREFIX, Unreadable.REFUSED);
  }

  /** These options with this format. */
  public DataOptions with(final DataFormat chosen) {
    return new DataOptions(Optional.of(chosen), columns, fields, labelSeparator, labelSpelling, labelPrefix, unreadable);
  }

  /** These options with labels and text in these columns of a table. */
  public DataOptions with(final Columns others) {
    return new DataOptions(format, others, fields, labelSeparator, labelSpelling, labelPrefix, unreadable);
  }

  /** These options with labels and text in these fields of an object. */
  public DataOptions with(final Fields others) {
    return new DataOptions(format, columns, others, labelSeparator, labelSpelling, labelPrefix, unreadable);
  }

  /** These options with several labels in a cell. */
  public DataOptions withLabelSeparator(final char separator) {
    return new DataOptions(format, columns, fields, Optional.of(separator), labelSpelling, labelPrefix, unreadable);
  }

  /** These options with labels of this spelling. */
  public DataOptions with(final LabelSpelling spelling) {
    return new DataOptions(format, columns, fields, labelSeparator, spelling, labelPrefix, unreadable);
  }

  /** These options for fastText lines whose label tokens begin with this. */
  public DataOptions withLabelPrefix(final String prefix) {
    return new DataOptions(Optional.of(DataFormat.FASTTEXT), columns, fields, labelSeparator, labelSpelling, prefix, unreadable);
  }

  /** These options with this treatment of rows that cannot be read. */
  public DataOptions with(final Unreadable treatment) {
    return new DataOptions(format, columns, fields, labelSeparator, labelSpelling, labelPrefix, treatment);
  }
}
