package io.labelstream.train.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.labelstream.train.data.DataOptions.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A JSON object a line. Its labels are a string, a number, an array of these, or an array of objects with a {@code name}; of objects with a {@code score} as
 * well, as golden samples have them, the first counts, which is the best. Other fields may hold anything.
 */
final class JsonLines implements LineParser {
  private static final int MOST_DEPTH = 64;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final Fields fields;
  private final LabelCells labelCells;

  JsonLines(final Fields fields, final Optional<Character> separator) {
    this.fields = fields;
    this.labelCells = new LabelCells(separator);
  }

  @Override
  public Example parse(final byte[] line, final int offset, final int length) throws UnreadableLineException {
    labelCells.clear();
    try (JsonParser json = JSON.createParser(line, offset, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableLineException("expected one JSON object with \"" + fields.text() + "\" and \"" + fields.labels().getFirst() + "\"");
      }
      final Optional<byte[]> text = object(json);
      if (json.nextToken() != null) {
        throw new UnreadableLineException("more than one JSON object, expected one a line");
      }
      final byte[] bytes = text.orElseThrow(() -> new UnreadableLineException(
          "the JSON object has no string \"" + fields.text() + "\"; name the field of the text"));
      return labelCells.example(bytes, 0, bytes.length);
    } catch (final IOException malformed) {
      // The parser's message and cause can quote the line.
      throw new UnreadableLineException("not valid JSON in UTF-8; expected one object a line");
    }
  }

  private Optional<byte[]> object(final JsonParser json) throws IOException, UnreadableLineException {
    Optional<byte[]> text = Optional.empty();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      final String name = json.currentName();
      final JsonToken value = json.nextToken();
      if (name.equals(fields.text()) && value == JsonToken.VALUE_STRING) {
        text = Optional.of(json.getText().getBytes(StandardCharsets.UTF_8));
      } else if (fields.labels().contains(name)) {
        readLabels(json, value);
      } else {
        json.skipChildren();
      }
    }
    return text;
  }

  private void readLabels(final JsonParser json, final JsonToken value) throws IOException, UnreadableLineException {
    switch (value) {
      case START_ARRAY -> {
        int scored = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
          if (json.currentToken() == JsonToken.START_OBJECT) {
            final Named named = named(json);
            scored += named.scored();
            if (named.scored() == 0 || scored == 1) {
              add(named.name());
            }
          } else {
            readLabels(json, json.currentToken());
          }
        }
      }
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> add(json.getText());
      case VALUE_NULL -> { }
      default -> throw new UnreadableLineException("a label is an object, expected a string or an array of strings");
    }
  }

  /**
   * A label as an object.
   *
   * @param scored 1 if it has a score, else 0
   */
  private record Named(String name, int scored) {}

  private static Named named(final JsonParser json) throws IOException {
    String name = "";
    int scored = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      final String field = json.currentName();
      final JsonToken value = json.nextToken();
      if (field.equals("name") && value == JsonToken.VALUE_STRING) {
        name = json.getText();
      } else if (field.equals("score")) {
        scored = 1;
      }
      json.skipChildren();
    }
    return new Named(name, scored);
  }

  private void add(final String label) {
    final byte[] cell = label.getBytes(StandardCharsets.UTF_8);
    labelCells.add(cell, 0, cell.length);
  }
}
