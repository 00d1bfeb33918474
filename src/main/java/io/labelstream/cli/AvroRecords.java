package io.labelstream.cli;

import io.labelstream.wire.SchemaRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** Avro records in the Confluent wire format, read with the schema they were written with. Not thread-safe. */
final class AvroRecords {
  private static final byte MAGIC = 0;
  private static final int HEADER_BYTES = 1 + Integer.BYTES;

  private final SchemaRegistry registry;
  private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

  AvroRecords(final SchemaRegistry registry) {
    this.registry = registry;
  }

  /**
   * The record in {@code value}.
   *
   * @throws IOException if there is none; the message tells why, without content
   */
  GenericRecord read(final byte[] value) throws IOException {
    if (value.length < HEADER_BYTES || value[0] != MAGIC) {
      throw new IOException("the value of " + value.length + " bytes does not start with a zero byte and a schema id");
    }
    final int id = ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
    final GenericDatumReader<GenericRecord> reader = reader(id);
    try {
      return reader.read(null, DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
    } catch (final IOException | RuntimeException malformed) {
      throw new IOException("the value of " + value.length + " bytes is no record of schema " + id, malformed);
    }
  }

  private GenericDatumReader<GenericRecord> reader(final int id) throws IOException {
    final GenericDatumReader<GenericRecord> known = readers.get(id);
    if (known != null) {
      return known;
    }
    return switch (registry.schema(id)) {
      case SchemaRegistry.Unusable unusable -> throw new IOException("schema " + id + " cannot be used: " + unusable.reason());
      case SchemaRegistry.Found found -> {
        if (found.schema().getType() != Schema.Type.RECORD) {
          throw new IOException("schema " + id + " is no record");
        }
        final GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(found.schema());
        readers.put(id, reader);
        yield reader;
      }
    };
  }
}
