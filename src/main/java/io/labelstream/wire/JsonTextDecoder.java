package io.labelstream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Objects;

/**
 * The value is a JSON object, and the text is the string in one of its top-level fields.
 *
 * <p>The whole value must be one valid JSON object in UTF-8. Other fields may hold anything. The text is unescaped into this decoder's own
 * buffer, where it stays until the next call; an escaped surrogate without its partner becomes U+FFFD.
 */
public final class JsonTextDecoder implements TextDecoder {
  private static final JsonFactory FACTORY = factory();

  private final String field;
  private final Utf8Buffer text = new Utf8Buffer();

  /** A decoder for the field {@code text}. */
  public JsonTextDecoder() {
    this("text");
  }

  /** A decoder for the top-level field with this name. */
  public JsonTextDecoder(final String field) {
    this.field = Objects.requireNonNull(field);
  }

  @Override
  public void decode(final byte[] value, final TextSlice slice) throws UndecodableValueException {
    try (JsonParser parser = FACTORY.createParser(value)) {
      readDocument(parser);
    } catch (final IOException malformed) {
      // The parser's message and cause can quote the value, so that neither is passed on.
      throw new UndecodableValueException("value of " + value.length + " bytes is not valid JSON in UTF-8" + place(malformed));
    }
    slice.set(text.bytes(), 0, text.length());
  }

  private void readDocument(final JsonParser parser) throws IOException, UndecodableValueException {
    final JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw new UndecodableValueException("JSON value is " + describe(first) + ", a JSON object is needed");
    }
    readFields(parser);
    if (parser.nextToken() != null) {
      throw new UndecodableValueException("JSON object ends before byte " + parser.currentTokenLocation().getByteOffset()
          + ", but more follows; one object in each record is needed");
    }
  }

  private void readFields(final JsonParser parser) throws IOException, UndecodableValueException {
    int found = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      if (field.equals(parser.currentName())) {
        readText(parser);
        found++;
      } else {
        parser.nextToken();
        parser.skipChildren();
      }
    }
    if (found != 1) {
      throw new UndecodableValueException("JSON object has " + (found == 0 ? "no" : found) + " top-level field \"" + field
          + "\", exactly one is needed");
    }
  }

  private void readText(final JsonParser parser) throws IOException, UndecodableValueException {
    final JsonToken token = parser.nextToken();
    if (token != JsonToken.VALUE_STRING) {
      throw new UndecodableValueException("JSON field \"" + field + "\" is " + describe(token) + ", a string is needed");
    }
    text.set(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }

  private static String describe(final JsonToken token) {
    if (token == null) {
      return "empty";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> "incomplete";
    };
  }

  private static String place(final IOException malformed) {
    return malformed instanceof JsonProcessingException json && json.getLocation() != null
        ? ", see byte " + json.getLocation().getByteOffset()
        : "";
  }

  private static JsonFactory factory() {
    // Field names come from strangers and are not interned. Strings need no limit of their own, since none is longer than the record.
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
        .build();
  }
}
