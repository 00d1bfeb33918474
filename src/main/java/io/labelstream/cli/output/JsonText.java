package io.labelstream.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.display.VisibleJson;
import io.labelstream.rollout.control.Entry;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** One JSON object as text, for programs. Fields are only ever added to what a verb writes. */
public final class JsonText {
  private static final JsonFactory FACTORY = VisibleJson.factory();

  private JsonText() {}

  /** Whether people may want to read it too. */
  public enum Layout {
    INDENTED,
    ONE_LINE
  }

  /** Writes the fields of an object. */
  public interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  public static String object(final Layout layout, final Fields fields) {
    final StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      if (layout == Layout.INDENTED) {
        json.useDefaultPrettyPrinter();
      }
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (final IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return text.append('\n').toString();
  }

  /** A time in UTC; null for the beginning. */
  public static void writeTime(final JsonGenerator json, final String field, final long epochMillis) throws IOException {
    if (epochMillis == Entry.BEGINNING) {
      json.writeNullField(field);
    } else {
      json.writeStringField(field, Instant.ofEpochMilli(epochMillis).toString());
    }
  }
}
