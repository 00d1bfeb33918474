package io.labelstream.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.labelstream.wire.TextFields.Field;
import io.labelstream.wire.internal.StrictJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The value is a JSON object, and the text is the string in one of its fields, or in several.
 *
 * <p>The whole value must be one valid JSON object as {@link StrictJson} says. A field that is asked for must not be there twice; null counts
 * as missing. Other fields may hold anything. The text is unescaped into this decoder's own buffer, where it stays until the next call; an unpaired
 * surrogate escape becomes U+FFFD.
 */
public final class JsonTextDecoder implements TextDecoder {
  private final TextFields fields;
  private final Utf8Buffer[] buffers;
  private final TextParts parts;
  /** Which fields the value at hand has had, by their number. */
  private final boolean[] seen;

  /** A decoder for the field {@code text}. */
  public JsonTextDecoder() {
    this(TextFields.of("text"));
  }

  /** A decoder for these fields. */
  public JsonTextDecoder(final TextFields fields) {
    this.fields = Objects.requireNonNull(fields);
    this.buffers = new Utf8Buffer[fields.texts()];
    Arrays.setAll(buffers, _ -> new Utf8Buffer());
    this.parts = new TextParts(fields.texts());
    this.seen = new boolean[fields.fields()];
  }

  @Override
  public void decode(final byte[] value, final TextSlice slice) throws UndecodableValueException {
    parts.clear();
    Arrays.fill(seen, false);
    try (JsonParser parser = StrictJson.parser(value, 0, value.length)) {
      readDocument(parser);
    } catch (final IOException malformed) {
      throw StrictJson.refusal(malformed, value.length);
    }
    if (parts.count() == 0) {
      throw new UndecodableValueException("JSON object has no string in field " + fields + ", one is needed");
    }
    parts.join(slice);
  }

  private void readDocument(final JsonParser parser) throws IOException, UndecodableValueException {
    final JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw new UndecodableValueException("JSON value is " + describe(first) + ", a JSON object is needed");
    }
    readFields(parser, fields.root());
    if (parser.nextToken() != null) {
      throw new UndecodableValueException("JSON object ends before byte " + parser.currentTokenLocation().getByteOffset()
          + ", but more follows; one object in each record is needed");
    }
  }

  private void readFields(final JsonParser parser, final Field above) throws IOException, UndecodableValueException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      final @Nullable Field field = above.find(parser.currentName());
      final JsonToken token = parser.nextToken();
      if (field == null) {
        parser.skipChildren();
      } else {
        read(parser, field, token);
      }
    }
  }

  private void read(final JsonParser parser, final Field field, final JsonToken token) throws IOException, UndecodableValueException {
    if (seen[field.number()]) {
      throw new UndecodableValueException("JSON object has field \"" + field.path() + "\" twice, once is needed");
    }
    seen[field.number()] = true;
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (token != (field.isText() ? JsonToken.VALUE_STRING : JsonToken.START_OBJECT)) {
      throw new UndecodableValueException("JSON field \"" + field.path() + "\" is " + describe(token) + ", "
          + (field.isText() ? "a string" : "an object") + " is needed");
    }
    if (field.isText()) {
      final Utf8Buffer buffer = buffers[field.text()];
      buffer.set(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      parts.set(field.text(), buffer.bytes(), 0, buffer.length());
    } else {
      readFields(parser, field);
    }
  }

  private static String describe(final @Nullable JsonToken token) {
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
}
