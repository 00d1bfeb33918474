package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.data.Column;
import io.labelstream.train.data.Columns;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.DataOptions.Unreadable;
import io.labelstream.train.data.LabelSpelling;
import io.labelstream.train.data.NameTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The options for how labelled texts are read. */
final class LabelledTextOptions {
  private final OptionSet options;
  private final Option<DataFormat> format;
  private final Option<String> label;
  private final Option<List<String>> text;
  private final Option<Boolean> header;
  private final Option<String> separator;
  private final Option<Path> names;
  private final Option<String> prefix;
  private final Option<Boolean> skipping;

  /** Declares the options. */
  LabelledTextOptions(final OptionSet options) {
    this.options = options;
    format = options.value(DataFormat.class, "--data-format").optional("FORMAT",
        "fasttext (__label__x some text), tsv, csv, json (an object a line), text (a text a line, without labels), or xmc (sparse features, label,label feature:value feature:value, below a line "
            + "with the numbers of rows, features and labels); guessed from the first lines and the file's name unless given.");
    label = options.value(String.class, "--label-column").optional("COLUMN",
        "Where the label is: a column's place, from 1, or from -1 backwards, or its name in the first line; in JSON the field. The first column, or "
            + "the field label or labels, unless given.");
    text = options.list(String.class, "--text-column").between(",").optional("COLUMN",
        "Where the text is: a column by place or name, or a field, in JSON also below other fields, as in doc.text; several are joined. "
            + "The last column, or the field text, unless given.");
    header = options.flag("--header", "The first line of a table holds the names of its columns; implied where a column is given by its name.");
    separator = options.value(String.class, "--label-separator").optional("C",
        "The character between several labels in one column or field; each is one label unless given.");
    names = options.value(Path.class, "--label-names").optional("FILE",
        "The names of labels where the data have ids, which makes the names the labels of the model: a table, TSV or CSV, with the id in the first column and "
            + "the name in the second; or a JSON array of names, whose places, from 0, are the ids.");
    prefix = options.value(String.class, "--label-prefix").optional("PREFIX",
        "Text before each label in fastText lines, such as __class__ or #; __label__ unless given.");
    skipping = options.flag("--skip-unreadable",
        "Pass over rows that cannot be read, and count them: those with more or fewer cells than the first row has, labels that are not UTF-8, "
            + "text that is not JSON, ids and values that the format does not allow. Unless given, the first such row in a file is refused.");
  }

  /** The files beside the data that are read, as they were named. */
  List<String> files() {
    return names.given().map(Path::toString).stream().toList();
  }

  /**
   * The reading for models of a family.
   *
   * @param family the family; empty: one that cannot be trained here
   * @throws CliException if the options contradict each other, or the file of names cannot be read
   */
  TextReading reading(final Optional<TrainableFamily> family) {
    final LabelSpelling spelling = family.map(TrainableFamily::labelSpelling).orElse(LabelSpelling.WITH_SPACES);
    return new TextReading(
        options().with(spelling), names.given().map(file -> LabelledTexts.explained(file.toString(), () -> NameTable.of(file, spelling))), family);
  }

  /** The reading of pairs of texts, whose score is where a label would be. */
  DataOptions pairs() {
    final List<String> sides = text.value().isEmpty() ? List.of("1", "2") : text.value();
    options.require(sides.size() == 2, "--text-column names " + sides.size() + " columns, expected two for --pairs, as in --text-column 1,2");
    return options(sides, Optional.of(label.given().orElse("3")));
  }

  private DataOptions options() {
    return options(text.value(), label.given());
  }

  private DataOptions options(final List<String> textColumns, final Optional<String> labelColumn) {
    try {
      final DataOptions usual = DataOptions.usual();
      return new DataOptions(
          format.given().or(() -> prefix.given().map(given -> DataFormat.FASTTEXT)), columns(textColumns, labelColumn), fields(textColumns, labelColumn), separator(),
          usual.labelSpelling(), prefix.given().orElse(usual.labelPrefix()), skipping.value() ? Unreadable.SKIPPED : Unreadable.REFUSED);
    } catch (final IllegalArgumentException contradiction) {
      throw new CliException(
          ExitCode.USAGE, "--label-column, --text-column, --label-separator or --label-prefix: " + contradiction.getMessage(), contradiction);
    }
  }

  /** These options as words of a command line. */
  List<String> words() {
    final List<String> words = new ArrayList<>();
    format.given().ifPresent(given -> words.addAll(List.of("--data-format", given.name().toLowerCase(Locale.ROOT))));
    label.given().ifPresent(given -> words.addAll(List.of("--label-column", given)));
    if (!text.value().isEmpty()) {
      words.addAll(List.of("--text-column", String.join(",", text.value())));
    }
    if (header.value()) {
      words.add("--header");
    }
    separator.given().ifPresent(given -> words.addAll(List.of("--label-separator", given)));
    names.given().ifPresent(given -> words.addAll(List.of("--label-names", given.toString())));
    prefix.given().ifPresent(given -> words.addAll(List.of("--label-prefix", given)));
    if (skipping.value()) {
      words.add("--skip-unreadable");
    }
    return words;
  }

  private Columns columns(final List<String> textColumns, final Optional<String> labelColumn) {
    final Columns usual = Columns.firstAndLast();
    final Column labels = labelColumn.map(Column::of).orElse(usual.label());
    final List<Column> texts = new ArrayList<>(textColumns.stream().map(Column::of).toList());
    if (texts.isEmpty()) {
      texts.addAll(usual.text());
    }
    final boolean named = Stream.concat(Stream.of(labels), texts.stream()).anyMatch(Column.Name.class::isInstance);
    return new Columns(labels, texts, header.value() || named ? Columns.Heading.NAMES : Columns.Heading.NONE);
  }

  private static DataOptions.Fields fields(final List<String> textColumns, final Optional<String> labelColumn) {
    final DataOptions.Fields usual = DataOptions.Fields.usual();
    return new DataOptions.Fields(textColumns.isEmpty() ? usual.text() : textColumns, labelColumn.map(List::of).orElse(usual.labels()));
  }

  private Optional<Character> separator() {
    return separator.given().map(given -> {
      final String unescaped = given.equals("\\t") ? "\t" : given;
      if (unescaped.length() != 1) {
        throw new IllegalArgumentException("the separator has " + unescaped.length() + " characters, expected one");
      }
      return unescaped.charAt(0);
    });
  }
}
