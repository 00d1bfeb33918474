package io.labelstream.cli.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.wire.AvroRecords;
import io.labelstream.wire.SchemaRegistry;
import io.labelstream.wire.UndecodableValueException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Writes records as lines. Not thread-safe. */
final class RecordPrinter {
  private static final byte[] NOTHING = "null".getBytes(StandardCharsets.UTF_8);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The form of lines.
   *
   * @param keySeparator the bytes between key and value; empty: keys are not printed
   */
  record Style(RecordFormat format, ConsumeCommand.Part part, Optional<byte[]> keySeparator) {}

  private final OutputStream out;
  private final Style style;
  private final AvroRecords avro;

  RecordPrinter(final OutputStream out, final Style style, final SchemaRegistry registry) {
    this.out = out;
    this.style = style;
    this.avro = new AvroRecords(registry);
  }

  /** Writes one line; a missing key or value is {@code null}. */
  void print(final byte @Nullable [] key, final byte @Nullable [] value, final Headers headers) throws IOException {
    final byte[] line = value == null ? NOTHING : line(value, headers);
    if (style.keySeparator().isPresent()) {
      out.write(key == null ? NOTHING : key);
      out.write(style.keySeparator().get());
    }
    out.write(line);
    out.write('\n');
  }

  private byte[] line(final byte[] value, final Headers headers) throws IOException {
    final byte[] readable = style.format() == RecordFormat.AVRO ? avro(value, headers) : value;
    return switch (style.part()) {
      case VALUE -> readable;
      case LABELS -> labels(readable).getBytes(StandardCharsets.UTF_8);
    };
  }

  private byte[] avro(final byte[] value, final Headers headers) throws IOException {
    try {
      return avro.read(headers, value).toString().getBytes(StandardCharsets.UTF_8);
    } catch (final UndecodableValueException undecodable) {
      throw new IOException(undecodable.getMessage(), undecodable);
    }
  }

  private static String labels(final byte[] json) throws IOException {
    final JsonNode record = parse(json);
    final JsonNode slots = record.path("slots");
    if (!slots.isArray()) {
      throw new IOException("the value of " + json.length + " bytes has no 'slots': it is no labelled record");
    }
    final StringBuilder line = new StringBuilder();
    for (final JsonNode slot : slots) {
      line.append(line.isEmpty() ? "" : " ").append(slot.path("slot").asText());
      for (final JsonNode label : slot.path("labels")) {
        line.append(' ').append(label.path("name").asText().replaceAll("\\s", "_"));
        line.append(String.format(Locale.ROOT, " %.6f", label.path("score").asDouble()));
      }
    }
    return line.toString();
  }

  private static JsonNode parse(final byte[] json) throws IOException {
    try {
      return JSON.readTree(json);
    } catch (final JsonProcessingException malformed) {
      // Without the cause, which quotes the value.
      throw new IOException("the value of " + json.length + " bytes is no JSON");
    }
  }
}
