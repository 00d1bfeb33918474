package io.labelstream.train.data;

import io.labelstream.train.data.Columns.Heading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Labelled texts in a file, read anew each time. Thread-safe. A line without text or label is an example like others; an empty line is skipped.
 *
 * <p>Lines end at a line feed; a carriage return before it and a byte order mark at the start are not part of a line. Labels are UTF-8, and so is {@link
 * DataFormat#JSON} as a whole; other texts are passed on as they are. A row of a table has as many cells as its first one. A row that is not of the format ends
 * the reading, unless {@link DataOptions.Unreadable#SKIPPED} is asked for: then the reading ends if there are more such rows than others.
 */
public final class LabelledFile implements LabelledData {
  private final Path file;
  private final String name;
  private final DataFormat format;
  private final DataOptions options;

  private LabelledFile(final Path file, final String name, final DataFormat format, final DataOptions options) {
    this.file = file;
    this.name = name;
    this.format = format;
    this.options = options;
  }

  /**
   * The texts in a regular file.
   *
   * @throws IOException if the file cannot be read
   * @throws TrainingDataException if its format is not given and cannot be guessed, or it is in UTF-16 or UTF-32, has no line feeds, or its labels seem to have
   *     another prefix, or its first line seems to hold names of columns
   */
  public static LabelledFile of(final Path file, final DataOptions options) throws IOException, TrainingDataException {
    return of(file, file.toString(), options);
  }

  /** The texts in a regular file, which messages call {@code name}. */
  static LabelledFile of(final Path file, final String name, final DataOptions options) throws IOException, TrainingDataException {
    final TextHead head = TextHead.of(file);
    head.requireUtf8(name);
    final DataFormat format = options.format().isPresent() ? options.format().get() : FormatGuess.of(head, name);
    if (format != DataFormat.CSV) {
      head.requireLineFeeds(name);
    }
    switch (format) {
      case FASTTEXT -> LabelPrefixGuess.requireUsed(options.labelPrefix(), head, name);
      case TSV -> requireHeading(head, "\t", options, name);
      case CSV -> requireHeading(head, ",", options, name);
      case JSON -> requireFields(options, name);
      case TEXT, XMC -> { }
    }
    return new LabelledFile(file, name, format, options);
  }

  private static void requireHeading(final TextHead head, final String between, final DataOptions options, final String name) throws TrainingDataException {
    if (options.columns().heading() == Heading.NONE) {
      HeadingGuess.requireNone(head, between, name);
    }
  }

  private static void requireFields(final DataOptions options, final String name) throws TrainingDataException {
    try {
      options.fields().texts();
    } catch (final IllegalArgumentException malformed) {
      throw new TrainingDataException("'" + name + "' is JSON, in which no text can be found so: " + malformed.getMessage(), malformed);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public TextForm form() {
    return format == DataFormat.XMC ? TextForm.SPARSE_FEATURES : TextForm.WORDS;
  }

  /** The format, as given or guessed. */
  public DataFormat format() {
    return format;
  }

  @Override
  public void forEach(final ExampleConsumer consumer) throws IOException, TrainingDataException {
    try (InputStream in = Files.newInputStream(file)) {
      read(in, rows(), consumer);
    }
  }

  @Override
  public DataSummary survey(final ExampleConsumer consumer) throws IOException, TrainingDataException {
    final Survey survey = new Survey(name, consumer);
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), survey.digest())) {
      final ReadRows rows = rows();
      read(in, rows, survey);
      rows.addTo(survey);
    }
    final boolean isTable = format == DataFormat.TSV || format == DataFormat.CSV;
    if (isTable && options.columns().heading() == Heading.NONE) {
      survey.suspectHeading();
    }
    if ((isTable || format == DataFormat.JSON) && options.labelSeparator().isEmpty()) {
      survey.suspectSeparator();
    }
    return survey.summary(Files.size(file));
  }

  private ReadRows rows() {
    return new ReadRows("rows of '" + name + "'", options.unreadable());
  }

  private void read(final InputStream in, final ReadRows rows, final ExampleConsumer consumer) throws IOException, TrainingDataException {
    switch (format) {
      case CSV -> new CsvRows(name, options).read(in, rows, consumer);
      case XMC -> XmcRows.read(in, name, rows, consumer);
      default -> LineScanner.read(in, name, new Lines(rows, consumer));
    }
    rows.end();
  }

  /** Parses line by line. */
  private final class Lines implements LineScanner.Sink {
    private final ReadRows rows;
    private final ExampleConsumer consumer;
    private @Nullable LineParser parser;

    private Lines(final ReadRows rows, final ExampleConsumer consumer) {
      this.rows = rows;
      this.consumer = consumer;
      // The places of named columns are known only from the first line.
      this.parser = format == DataFormat.TSV && options.columns().heading() == Heading.NAMES ? null : LineParser.of(format, options);
    }

    @Override
    public void line(final byte[] buffer, final int offset, final int length, final long number) throws TrainingDataException {
      if (LineScanner.isEmpty(buffer, offset, length)) {
        rows.empty();
        return;
      }
      final LineParser known = parser;
      if (known == null) {
        parser = under(new String(buffer, offset, length, StandardCharsets.UTF_8).split("\t", -1), number);
        return;
      }
      final Example example;
      try {
        example = known.parse(buffer, offset, length);
      } catch (final UnreadableLineException problem) {
        rows.unreadable(place(number), problem);
        return;
      }
      rows.example();
      consumer.accept(example);
    }

    private LineParser under(final String[] heading, final long number) throws TrainingDataException {
      try {
        return new TsvLines(Cells.under(List.of(heading), options.columns(), TsvLines.IF_MORE), options);
      } catch (final UnreadableLineException unfit) {
        throw new TrainingDataException(place(number) + ": " + unfit.getMessage());
      }
    }

    private String place(final long number) {
      return "line " + number + " of '" + name + "'";
    }
  }
}
