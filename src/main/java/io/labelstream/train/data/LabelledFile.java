package io.labelstream.train.data;

import io.labelstream.train.data.Columns.Heading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Labelled texts in a file, read anew each time. Thread-safe. A line without text or label is an example like others; an empty line is passed over.
 *
 * <p>Lines end at a line feed, a carriage return before it is not part of them, nor is a byte order mark at the start of the file. The text is UTF-8 and not
 * validated, but for {@link DataFormat#JSON}. What is not of the format ends the reading.
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
   * @throws TrainingDataException if its format is not given and cannot be told
   */
  public static LabelledFile of(final Path file, final DataOptions options) throws IOException, TrainingDataException {
    return of(file, file.toString(), options);
  }

  /** The texts in a regular file that is called {@code name} in messages. */
  static LabelledFile of(final Path file, final String name, final DataOptions options) throws IOException, TrainingDataException {
    final DataFormat format = options.format().isPresent() ? options.format().get() : FormatGuess.of(file, name);
    return new LabelledFile(file, name, format, options);
  }

  @Override
  public String name() {
    return name;
  }

  /** The format, as given or told. */
  public DataFormat format() {
    return format;
  }

  @Override
  public void forEach(final ExampleConsumer consumer) throws IOException, TrainingDataException {
    try (InputStream in = Files.newInputStream(file)) {
      read(in, consumer);
    }
  }

  @Override
  public DataSummary survey(final ExampleConsumer consumer) throws IOException, TrainingDataException {
    final Survey survey = new Survey(name, consumer);
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), survey.digest())) {
      survey.skipped(read(in, survey));
    }
    return survey.summary(Files.size(file));
  }

  /** Reads all, and returns how many empty lines there are. */
  private long read(final InputStream in, final ExampleConsumer consumer) throws IOException, TrainingDataException {
    if (format == DataFormat.CSV) {
      return new CsvRows(name, options).read(in, consumer);
    }
    final Lines lines = new Lines(consumer);
    LineScanner.read(in, name, lines);
    return lines.skipped;
  }

  /** Parses line by line. */
  private final class Lines implements LineScanner.Sink {
    private final ExampleConsumer consumer;
    private @Nullable LineParser parser;
    private long skipped;

    private Lines(final ExampleConsumer consumer) {
      this.consumer = consumer;
      // The first line tells where columns are that are named.
      this.parser = format == DataFormat.TSV && options.columns().heading() == Heading.NAMES ? null : LineParser.of(format, options);
    }

    @Override
    public void line(final byte[] buffer, final int offset, final int length, final long number) throws TrainingDataException {
      if (LineScanner.isEmpty(buffer, offset, length)) {
        skipped++;
        return;
      }
      final LineParser known = parser;
      try {
        if (known == null) {
          final List<String> heading = Arrays.asList(new String(buffer, offset, length, StandardCharsets.UTF_8).split("\t", -1));
          parser = new TsvLines(Cells.placed(options.columns(), heading), options.labelSeparator());
        } else {
          consumer.accept(known.parse(buffer, offset, length));
        }
      } catch (final UnreadableLineException unreadable) {
        throw new TrainingDataException("line " + number + " of '" + name + "': " + unreadable.getMessage(), unreadable);
      }
    }
  }
}
