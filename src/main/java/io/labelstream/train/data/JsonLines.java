package io.labelstream.train.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.labelstream.train.data.DataOptions.Fields;
import io.labelstream.wire.JsonTextDecoder;
import io.labelstream.wire.TextSlice;
import io.labelstream.wire.UndecodableValueException;
import io.labelstream.wire.internal.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One JSON object per line, whose text is found as in a pipeline, by {@link JsonTextDecoder}. Its labels are a string, a number, an array of these, or an array
 * of objects with a {@code name}; of objects that also have a {@code score}, as in golden samples, only the first counts, which is the best. Other fields may
 * hold anything.
 */
final class JsonLines implements LineParser {
  private final JsonTextDecoder texts;
  private final TextSlice text = new TextSlice();
  private final Fields fields;
  private final LabelCells labelCells;
  private final List<String> labels = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  JsonLines(final DataOptions options) {
    this.fields = options.fields();
    this.texts = new JsonTextDecoder(fields.texts());
    this.labelCells = new LabelCells(options);
  }

  @Override
  public Example parse(final byte[] line, final int offset, final int length) throws UnreadableLineException {
    final byte[] value = Arrays.copyOfRange(line, offset, offset + length);
    try {
      texts.decode(value, text);
      readLabels(value);
    } catch (final UndecodableValueException undecodable) {
      throw new UnreadableLineException(undecodable.getMessage());
    }
    return labelCells.example(Arrays.copyOfRange(text.bytes(), text.offset(), text.offset() + text.length()), labels);
  }

  private void readLabels(final byte[] value) throws UndecodableValueException, UnreadableLineException {
    labels.clear();
    seen.clear();
    try (JsonParser json = StrictJson.parser(value, 0, value.length)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        final String name = json.currentName();
        final JsonToken first = json.nextToken();
        if (!fields.labels().contains(name)) {
          json.skipChildren();
        } else if (seen.add(name)) {
          readLabels(json, first);
        } else {
          throw new UnreadableLineException("JSON object has field \"" + name + "\" twice, once is needed");
        }
      }
    } catch (final IOException malformed) {
      throw StrictJson.refusal(malformed, value.length);
    }
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
              labels.add(named.name());
            }
          } else {
            readLabels(json, json.currentToken());
          }
        }
      }
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> labels.add(json.getText());
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

  private static Named named(final JsonParser json) throws IOException, UnreadableLineException {
    String name = "";
    int names = 0;
    int scored = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      final String field = json.currentName();
      final JsonToken value = json.nextToken();
      if (field.equals("name") && value == JsonToken.VALUE_STRING) {
        name = json.getText();
        names++;
      } else if (field.equals("score")) {
        scored = 1;
      }
      json.skipChildren();
    }
    if (names > 1) {
      throw new UnreadableLineException("a label has field \"name\" twice, once is needed");
    }
    return new Named(name, scored);
  }
}
