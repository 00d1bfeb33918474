package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Options;
import io.labelstream.train.data.Column;
import io.labelstream.train.data.Columns;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.DataOptions.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** How labelled texts are read. */
final class LabelledTextOptions {
  private @Nullable DataFormat format;
  private @Nullable String label;
  private List<String> text = List.of();
  private boolean header;
  private @Nullable String separator;
  private @Nullable String prefix;
  private boolean skipping;

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    spec.addOption(Options.value(DataFormat.class, value -> format = value, "--data-format").paramLabel("FORMAT")
        .description("fasttext (__label__x some text), tsv, csv, or json (an object a line); told by the first line and the file's name unless given.").build());
    spec.addOption(Options.value(String.class, value -> label = value, "--label-column").paramLabel("COLUMN")
        .description("Where the label is: a column's place, from 1, or from -1 backwards, or its name in the first line; in JSON the field. The first column, or "
            + "the field label or labels, unless given.").build());
    spec.addOption(Options.list(String.class, value -> text = value, "--text-column").paramLabel("COLUMN").splitRegex(",")
        .description("Where the text is, likewise, in JSON also below other fields, as in doc.text; several are joined. The last column, or the field text, "
            + "unless given.").build());
    spec.addOption(Options.flag(value -> header = value, "--header")
        .description("The first line of a table holds the names of its columns; so it does where a column is named.").build());
    spec.addOption(Options.value(String.class, value -> separator = value, "--label-separator").paramLabel("C")
        .description("The character between several labels in one column; a column is one label unless given.").build());
    spec.addOption(Options.value(String.class, value -> prefix = value, "--label-prefix").paramLabel("PREFIX")
        .description("Text before each label in fastText lines, such as __class__ or #; __label__ unless given.").build());
    spec.addOption(Options.flag(value -> skipping = value, "--skip-unreadable")
        .description("Pass over rows that cannot be read, and count them: those with more or fewer cells than the first row has, labels that are not UTF-8, "
            + "JSON that is none. Unless given, the first such row in a file is refused.").build());
  }

  /** @throws CliException if the options contradict each other */
  DataOptions options() {
    try {
      final DataOptions usual = DataOptions.usual();
      return new DataOptions(
          format == null && prefix != null ? Optional.of(DataFormat.FASTTEXT) : Optional.ofNullable(format), columns(), fields(), separator(),
          prefix == null ? usual.labelPrefix() : prefix, skipping ? Unreadable.SKIPPED : Unreadable.REFUSED);
    } catch (final IllegalArgumentException contradiction) {
      throw new CliException(
          ExitCode.USAGE, "--label-column, --text-column, --label-separator or --label-prefix: " + contradiction.getMessage(), contradiction);
    }
  }

  /** These options as words of a command line. */
  List<String> words() {
    final List<String> words = new ArrayList<>();
    if (format != null) {
      words.addAll(List.of("--data-format", format.name().toLowerCase(Locale.ROOT)));
    }
    if (label != null) {
      words.addAll(List.of("--label-column", label));
    }
    if (!text.isEmpty()) {
      words.addAll(List.of("--text-column", String.join(",", text)));
    }
    if (header) {
      words.add("--header");
    }
    if (separator != null) {
      words.addAll(List.of("--label-separator", separator));
    }
    if (prefix != null) {
      words.addAll(List.of("--label-prefix", prefix));
    }
    if (skipping) {
      words.add("--skip-unreadable");
    }
    return words;
  }

  private Columns columns() {
    final Columns usual = Columns.firstAndLast();
    final Column labels = label == null ? usual.label() : Column.of(label);
    final List<Column> texts = new ArrayList<>(text.stream().map(Column::of).toList());
    if (texts.isEmpty()) {
      texts.addAll(usual.text());
    }
    final boolean named = Stream.concat(Stream.of(labels), texts.stream()).anyMatch(Column.Name.class::isInstance);
    return new Columns(labels, texts, header || named ? Columns.Heading.NAMES : Columns.Heading.NONE);
  }

  private DataOptions.Fields fields() {
    final DataOptions.Fields usual = DataOptions.Fields.usual();
    return new DataOptions.Fields(text.isEmpty() ? usual.text() : text, label == null ? usual.labels() : List.of(label));
  }

  private Optional<Character> separator() {
    if (separator == null) {
      return Optional.empty();
    }
    final String unescaped = separator.equals("\\t") ? "\t" : separator;
    if (unescaped.length() != 1) {
      throw new IllegalArgumentException("the separator has " + unescaped.length() + " characters, expected one");
    }
    return Optional.of(unescaped.charAt(0));
  }
}
