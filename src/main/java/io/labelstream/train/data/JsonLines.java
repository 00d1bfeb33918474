package io.labelstream.train.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.labelstream.train.data.DataOptions.Fields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object a line. Its labels are a string, a number, an array of these, or an array of objects with a {@code name}; of objects with a {@code score} as
 * well, as golden samples have them, the first counts, which is the best. Other fields may hold anything.
 *
 * <p>The rules are those of {@link io.labelstream.wire.JsonTextDecoder}, so that a pipeline reads what was trained on: JSON as in RFC 8259, in UTF-8; each
 * field that is asked for once at most; an unpaired surrogate in a text becomes U+FFFD.
 */
final class JsonLines implements LineParser {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Fields fields;
  private final LabelCells labelCells;
  private final List<String> labels = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final CharsetEncoder encoder =
      StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE).replaceWith("\uFFFD".getBytes(StandardCharsets.UTF_8));

  JsonLines(final Fields fields, final Optional<Character> separator) {
    this.fields = fields;
    this.labelCells = new LabelCells(separator);
  }

  @Override
  public Example parse(final byte[] line, final int offset, final int length) throws UnreadableLineException {
    labels.clear();
    seen.clear();
    try (JsonParser json = JSON.createParser(line, offset, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableLineException("expected one JSON object with \"" + fields.text() + "\" and \"" + fields.labels().getFirst() + "\"");
      }
      final Optional<byte[]> text = object(json);
      if (json.nextToken() != null) {
        throw new UnreadableLineException("more than one JSON object, expected one a line");
      }
      return labelCells.example(
          text.orElseThrow(() -> new UnreadableLineException("the JSON object has no string \"" + fields.text() + "\"; name the field of the text")), labels);
    } catch (final StreamConstraintsException tooDeep) {
      throw new UnreadableLineException(
          "the JSON object is nested in more than " + JSON.streamReadConstraints().getMaxNestingDepth() + " levels, which are not read");
    } catch (final IOException malformed) {
      // The parser's message and cause can quote the line.
      throw new UnreadableLineException("not valid JSON in UTF-8" + place(malformed) + "; expected one object a line");
    }
  }

  private static String place(final IOException malformed) {
    return malformed instanceof JsonProcessingException json && json.getLocation() != null ? ", see byte " + json.getLocation().getByteOffset() : "";
  }

  private Optional<byte[]> object(final JsonParser json) throws IOException, UnreadableLineException {
    Optional<byte[]> text = Optional.empty();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      final String name = json.currentName();
      final JsonToken value = json.nextToken();
      if (name.equals(fields.text())) {
        requireFirst(name);
        if (value == JsonToken.VALUE_STRING) {
          text = Optional.of(encoded(json.getText()));
        } else {
          json.skipChildren();
        }
      } else if (fields.labels().contains(name)) {
        requireFirst(name);
        readLabels(json, value);
      } else {
        json.skipChildren();
      }
    }
    return text;
  }

  private void requireFirst(final String field) throws UnreadableLineException {
    if (!seen.add(field)) {
      throw new UnreadableLineException("the JSON object has the field \"" + field + "\" twice, expected it once");
    }
  }

  private byte[] encoded(final String text) throws CharacterCodingException {
    final ByteBuffer bytes = encoder.encode(CharBuffer.wrap(text));
    return Arrays.copyOf(bytes.array(), bytes.limit());
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
      throw new UnreadableLineException("a label has the field \"name\" twice, expected it once");
    }
    return new Named(name, scored);
  }
}
