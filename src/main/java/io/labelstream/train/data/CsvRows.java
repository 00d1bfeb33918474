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
 * Rows as in RFC 4180. They are read as Latin-1 and written back so, whereby each byte passes as it is: comma, quote and line end are never part of another
 * character in UTF-8. Not thread-safe.
 */
final class CsvRows {
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
    this.labelCells = new LabelCells(options.labelSeparator());
  }

  /**
   * Reads to the end of {@code in}, which is not closed.
   *
   * @return how many empty rows were passed over
   */
  long read(final InputStream in, final ExampleConsumer consumer) throws IOException, TrainingDataException {
    final CsvParser csv = CSV.createParser(new InputStreamReader(LineScanner.withoutMark(in), BYTES));
    long line = 1;
    try {
      csv.nextToken();
      @Nullable Cells cells = options.columns().heading() == Heading.NONE ? new Cells(options.columns()) : null;
      long skipped = 0;
      while (csv.nextToken() == JsonToken.START_ARRAY) {
        line = readRow(csv);
        if (row.size() == 1 && row.getFirst().isBlank()) {
          skipped++;
        } else if (cells == null) {
          cells = new Cells(Cells.placed(options.columns(), row.stream().map(cell -> new String(cell.getBytes(BYTES), StandardCharsets.UTF_8)).toList()));
        } else {
          consumer.accept(example(cells));
        }
      }
      return skipped;
    } catch (final UnreadableLineException unreadable) {
      throw new TrainingDataException("line " + line + " of '" + name + "': " + unreadable.getMessage(), unreadable);
    } catch (final StreamConstraintsException tooLong) {
      throw new TrainingDataException("line " + csv.currentLocation().getLineNr() + " of '" + name + "': a cell is longer than " + LineScanner.MOST_LINE_BYTES
          + " bytes; is a quote missing before it?", tooLong);
    } catch (final JsonProcessingException malformed) {
      // The parser's own message quotes what it read.
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

  private Example example(final Cells cells) throws UnreadableLineException {
    final byte[] label = row.get(cells.label(row.size())).getBytes(BYTES);
    final StringBuilder text = new StringBuilder();
    for (int part = 0; part < cells.textColumns(); part++) {
      text.append(part == 0 ? "" : " ").append(row.get(cells.text(part, row.size())));
    }
    labelCells.clear();
    labelCells.add(label, 0, label.length);
    final byte[] bytes = text.toString().getBytes(BYTES);
    return labelCells.example(bytes, 0, bytes.length);
  }
}
