package io.labelstream.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.header.Headers;

/** Avro records with a {@link SchemaId}, read by the schema that they were written with. No class is looked up by name. Not thread-safe. */
public final class AvroRecords {
  private final SchemaRegistry registry;
  private final Optional<Schema> expected;
  private final Map<Object, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
  private final SchemaId id = new SchemaId();

  /** Records as they were written. */
  public AvroRecords(final SchemaRegistry registry) {
    this(registry, Optional.empty());
  }

  /** Records as {@code expected} has them, whatever earlier or later schema they were written with. */
  AvroRecords(final SchemaRegistry registry, final Schema expected) {
    this(registry, Optional.of(expected));
  }

  private AvroRecords(final SchemaRegistry registry, final Optional<Schema> expected) {
    this.registry = Objects.requireNonNull(registry);
    this.expected = expected;
  }

  /**
   * The record in a value.
   *
   * @throws UndecodableValueException if there is none; the message tells why, without content
   * @throws RegistryException if the registry gives no answer
   */
  public GenericRecord read(final Headers headers, final byte[] value) throws UndecodableValueException {
    id.read(headers, value);
    final GenericDatumReader<GenericRecord> reader = reader();
    final int from = id.bodyOffset();
    try {
      return reader.read(null, DecoderFactory.get().binaryDecoder(value, from, value.length - from, null));
    } catch (final IOException | RuntimeException malformed) {
      // On malformed data Avro throws whatever its decoder runs into, with messages that may quote the data.
      throw new UndecodableValueException(
          "the value of " + value.length + " bytes is no record of " + id + " (" + malformed.getClass().getSimpleName() + ")");
    }
  }

  private GenericDatumReader<GenericRecord> reader() throws UndecodableValueException {
    final Object key = id.key();
    final GenericDatumReader<GenericRecord> known = readers.get(key);
    if (known != null) {
      return known;
    }
    return switch (id.lookup(registry)) {
      case SchemaRegistry.Unusable(final String reason) -> throw new UndecodableValueException(id + " cannot be used: " + reason);
      case SchemaRegistry.Found(final Schema schema) -> {
        if (schema.getType() != Schema.Type.RECORD) {
          throw new UndecodableValueException(id + " is of type " + schema.getType().getName() + ", a record is needed");
        }
        final GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schema, expected.orElse(schema), new GenericData());
        readers.put(key, reader);
        yield reader;
      }
    };
  }
}
