package io.labelstream.train.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.labelstream.train.data.Columns.Heading;
import io.labelstream.train.data.TrainingDataException.Remedy;
import io.labelstream.wire.UndecodableValueException;
import io.labelstream.wire.internal.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of labels whose ids the data have. Immutable. */
public final class NameTable {
  private static final Columns ID_AND_NAME = new Columns(new Column.Place(2), List.of(new Column.Place(1)), Heading.NONE);

  private final String source;
  private final Map<String, String> names;

  private NameTable(final String source, final Map<String, String> names) {
    this.source = source;
    this.names = Map.copyOf(names);
  }

  /**
   * Reads a file: a table as {@link DataFormat#TSV} or {@link DataFormat#CSV} with the id in the first column and the name in the second, or a JSON array of
   * names, each of which has its place, from 0, as its id.
   *
   * @param spelling of the names
   * @throws IOException if the file cannot be read
   * @throws TrainingDataException if it is of another form, or an id or a name stands in it twice
   */
  public static NameTable of(final Path file, final LabelSpelling spelling) throws IOException, TrainingDataException {
    final Builder builder = new Builder(file.toString());
    final String first = TextHead.of(file).lines().findFirst().orElse("");
    if (first.stripLeading().startsWith("[")) {
      readArray(file, spelling, builder);
    } else {
      final boolean isCsv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv") || first.indexOf('\t') < 0;
      readTable(file, DataOptions.usual().with(isCsv ? DataFormat.CSV : DataFormat.TSV).with(ID_AND_NAME).with(spelling), builder);
    }
    return builder.table();
  }

  private static void readTable(final Path file, final DataOptions options, final Builder builder) throws IOException, TrainingDataException {
    try {
      LabelledFile.of(file, options).forEach(row -> builder.add(row.decoded(), row.labels()));
    } catch (final TrainingDataException refused) {
      // The remedies are options for the data, not for this file.
      throw new TrainingDataException(refused.getMessage() + (refused.remedy() == Remedy.HEADING ? "; remove that line" : ""), refused);
    }
  }

  private static void readArray(final Path file, final LabelSpelling spelling, final Builder builder) throws IOException, TrainingDataException {
    final byte[] document = Files.readAllBytes(file);
    final LabelCells cells = new LabelCells(DataOptions.usual().with(spelling));
    int id = 0;
    try (JsonParser json = StrictJson.parser(document, 0, document.length)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.VALUE_STRING) {
        builder.add(Integer.toString(id), cells.labels(List.of(json.getText())));
        id++;
      }
      if (json.currentToken() != JsonToken.END_ARRAY || json.nextToken() != null) {
        throw new TrainingDataException("'" + file + "' is no JSON array of strings alone, see element " + id + ", expected the names of labels");
      }
    } catch (final UnreadableLineException unfit) {
      throw new TrainingDataException("element " + id + " of '" + file + "': " + unfit.getMessage(), unfit);
    } catch (final UndecodableValueException malformed) {
      throw new TrainingDataException("'" + file + "': " + malformed.getMessage(), malformed);
    } catch (final IOException malformed) {
      throw new TrainingDataException("'" + file + "': " + StrictJson.refusal(malformed, document.length).getMessage(), malformed);
    }
  }

  /** The file. */
  String source() {
    return source;
  }

  /** The name of the label with this id; empty if there is none. */
  Optional<String> name(final String id) {
    return Optional.ofNullable(names.get(id));
  }

  /** Collects names, and the first thing that is wrong with them. */
  private static final class Builder {
    private final String source;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    Builder(final String source) {
      this.source = source;
    }

    /** @param name one name, or none if its cell is empty */
    void add(final String id, final List<String> name) {
      if (id.isEmpty() || name.isEmpty()) {
        problems.add(id.isEmpty() ? "a row has no id, expected one in the first column" : "the label '" + id + "' has no name, expected one; remove its row");
        return;
      }
      if (names.put(id, name.getFirst()) != null) {
        problems.add("the label '" + id + "' stands in it twice, expected once; remove one of its rows");
      }
      final String other = ids.putIfAbsent(name.getFirst(), id);
      if (other != null && !other.equals(id)) {
        problems.add("the labels '" + other + "' and '" + id + "' have the same name '" + name.getFirst()
            + "', by which they could not be told apart; add something to one of them, such as the id");
      }
    }

    NameTable table() throws TrainingDataException {
      if (!problems.isEmpty()) {
        throw new TrainingDataException("'" + source + "': " + problems.getFirst()
            + (problems.size() > 1 ? " (the first of " + problems.size() + " such problems)" : ""));
      }
      if (names.isEmpty()) {
        throw new TrainingDataException("'" + source + "' holds no name, expected the id and the name of a label a line");
      }
      return new NameTable(source, names);
    }
  }
}
