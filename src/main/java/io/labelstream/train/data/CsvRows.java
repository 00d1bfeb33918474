package io.labelstream.train.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.labelstream.train.data.Columns.Heading;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as in RFC 4180. They are decoded and encoded as Latin-1, which keeps each byte as it is: in UTF-8, comma, quote and line end are never part of another
 * character. Not thread-safe.
 */
final class CsvRows {
  private static final String IF_MORE = "is there a comma in a cell without quotes?";
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;
  private static final CsvFactory CSV =
      CsvFactory.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(LineScanner.MOST_LINE_BYTES).build())
          .build();

  private final String name;
  private final DataOptions options;
  private final LabelCells labelCells;
  private final List<String> row = new ArrayList<>();

  CsvRows(final String name, final DataOptions options) {
    this.name = name;
    this.options = options;
    this.labelCells = new LabelCells(options);
  }

  /** Reads to the end of {@code in}, which is not closed, and counts in {@code rows}. */
  void read(final InputStream in, final ReadRows rows, final ExampleConsumer consumer) throws IOException, TrainingDataException {
    final CsvParser csv = CSV.createParser(new InputStreamReader(LineScanner.withoutMark(in), BYTES));
    try {
      csv.nextToken();
      @Nullable Cells cells = options.columns().heading() == Heading.NONE ? Cells.of(options.columns(), IF_MORE) : null;
      while (csv.nextToken() == JsonToken.START_ARRAY) {
        final long line = readRow(csv);
        if (row.size() == 1 && row.getFirst().isBlank()) {
          rows.empty();
        } else if (cells == null) {
          cells = heading(line);
        } else {
          take(cells, line, rows, consumer);
        }
      }
    } catch (final StreamConstraintsException tooLong) {
      throw new TrainingDataException("line " + csv.currentLocation().getLineNr() + " of '" + name + "': a cell is longer than " + LineScanner.MOST_LINE_BYTES
          + " bytes; is a quote missing before it?", tooLong);
    } catch (final JsonProcessingException malformed) {
      // The parser's own message quotes the data.
      throw new TrainingDataException("line " + csv.currentLocation().getLineNr() + " of '" + name
          + "': a quoted cell does not end, or goes on after its closing quote; double the quotes within it, as in \"a \"\"b\"\" c\"", malformed);
    }
  }

  /** Reads a row and returns its line. */
  private long readRow(final CsvParser csv) throws IOException {
    row.clear();
    long line = 0;
    while (csv.nextToken() != JsonToken.END_ARRAY) {
      line = row.isEmpty() ? csv.currentTokenLocation().getLineNr() : line;
      row.add(csv.getText());
    }
    return line;
  }

  private Cells heading(final long line) throws TrainingDataException {
    try {
      return Cells.under(row.stream().map(cell -> new String(cell.getBytes(BYTES), StandardCharsets.UTF_8)).toList(), options.columns(), IF_MORE);
    } catch (final UnreadableLineException unfit) {
      throw new TrainingDataException("line " + line + " of '" + name + "': " + unfit.getMessage());
    }
  }

  private void take(final Cells cells, final long line, final ReadRows rows, final ExampleConsumer consumer) throws TrainingDataException {
    final Example example;
    try {
      example = example(cells);
    } catch (final UnreadableLineException problem) {
      rows.unreadable("line " + line + " of '" + name + "'", problem);
      return;
    }
    rows.example();
    consumer.accept(example);
  }

  private Example example(final Cells cells) throws UnreadableLineException {
    cells.require(row.size());
    final byte[] label = row.get(cells.label(row.size())).getBytes(BYTES);
    final StringBuilder text = new StringBuilder();
    for (int part = 0; part < cells.textColumns(); part++) {
      text.append(part == 0 ? "" : " ").append(row.get(cells.text(part, row.size())));
    }
    final byte[] bytes = text.toString().getBytes(BYTES);
    return labelCells.example(label, 0, label.length, bytes, 0, bytes.length);
  }
}
