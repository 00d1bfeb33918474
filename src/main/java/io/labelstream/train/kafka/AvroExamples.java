package io.labelstream.train.kafka;

import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.LabelCells;
import io.labelstream.train.data.UnreadableLineException;
import io.labelstream.wire.SchemaRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro records behind a schema id, as Confluent's serialisers write them, with a text in one field and a label, or an array of labels, in another. Not
 * thread-safe.
 *
 * <pre>
 *   0        1                   5
 *   +--------+-------------------+----------------------+
 *   |   0    |  schema id        |  Avro body           |
 *   +--------+-------------------+----------------------+
 *              big-endian
 * </pre>
 */
final class AvroExamples {
  private static final int HEADER_BYTES = 1 + Integer.BYTES;

  private final SchemaRegistry registry;
  private final DataOptions.Fields fields;
  private final LabelCells cells;
  private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

  AvroExamples(final SchemaRegistry registry, final DataOptions options) {
    this.registry = registry;
    this.fields = options.fields();
    this.cells = new LabelCells(options.labelSeparator());
  }

  Example parse(final byte[] value) throws UnreadableLineException {
    if (value.length < HEADER_BYTES) {
      throw new UnreadableLineException("the value of " + value.length + " bytes is too short for Avro behind a schema id");
    }
    final int id = ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
    final GenericDatumReader<GenericRecord> reader = reader(id);
    final GenericRecord record;
    try {
      record = reader.read(null, DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
    } catch (final IOException | RuntimeException malformed) {
      // Avro tells malformed data by whatever its decoder runs into; its messages may quote the data.
      throw new UnreadableLineException("the value of " + value.length + " bytes is no record of schema " + id);
    }
    if (!(field(record, fields.text()) instanceof CharSequence text)) {
      throw new UnreadableLineException("the record of schema " + id + " has no string \"" + fields.text() + "\"; name the field of the text");
    }
    return cells.example(bytes(text), labels(record));
  }

  private static byte[] bytes(final CharSequence text) {
    return text instanceof Utf8 utf8 ? Arrays.copyOf(utf8.getBytes(), utf8.getByteLength()) : text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private List<String> labels(final GenericRecord record) {
    for (final String name : fields.labels()) {
      final Optional<List<String>> labels = switch (field(record, name)) {
        case null -> Optional.empty();
        case Collection<?> several -> Optional.of(several.stream().map(String::valueOf).toList());
        case Object one -> Optional.of(List.of(one.toString()));
      };
      if (labels.isPresent()) {
        return labels.get();
      }
    }
    return List.of();
  }

  private static @Nullable Object field(final GenericRecord record, final String name) {
    return record.getSchema().getField(name) == null ? null : record.get(name);
  }

  private GenericDatumReader<GenericRecord> reader(final int id) throws UnreadableLineException {
    final GenericDatumReader<GenericRecord> known = readers.get(id);
    if (known != null) {
      return known;
    }
    return switch (registry.schema(id)) {
      case SchemaRegistry.Unusable(final String reason) -> throw new UnreadableLineException("schema " + id + " cannot be used: " + reason);
      case SchemaRegistry.Found(final Schema schema) -> {
        if (schema.getType() != Schema.Type.RECORD) {
          throw new UnreadableLineException("schema " + id + " is no record");
        }
        final GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schema);
        readers.put(id, reader);
        yield reader;
      }
    };
  }
}
