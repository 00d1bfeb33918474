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

/**
 * Avro records with a {@link SchemaId}, read by the schema that they were written with. No class is looked up by name. Not thread-safe.
 *
 * <p>Time and memory are bounded by the bytes of a value, whatever counts it claims and however its schema contains itself: it is walked over before Avro's reader
 * gets it, which believes every count of items that take no byte, and follows every level.
 */
public final class AvroRecords {
  private final SchemaRegistry registry;
  private final Optional<Schema> expected;
  private final Map<Object, Form> forms = new HashMap<>();
  private final AvroCursor cursor = new AvroCursor(new TextParts(0));
  private final SchemaId id = new SchemaId();

  /** The values of a schema. */
  private record Form(AvroSkip walk, GenericDatumReader<GenericRecord> reader) {}

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
    final Form form = form();
    final int from = id.bodyOffset();
    cursor.reset(value, from);
    form.walk().skip(cursor);
    try {
      return form.reader().read(null, DecoderFactory.get().binaryDecoder(value, from, value.length - from, null));
    } catch (final IOException | RuntimeException malformed) {
      // On malformed data Avro throws whatever its decoder runs into, with messages that may quote the data.
      throw new UndecodableValueException(
          "the value of " + value.length + " bytes is no record of " + id + " (" + malformed.getClass().getSimpleName() + ")");
    }
  }

  private Form form() throws UndecodableValueException {
    final Object key = id.key();
    final Form known = forms.get(key);
    if (known != null) {
      return known;
    }
    return switch (id.lookup(registry)) {
      case SchemaRegistry.Unusable(final String reason) -> throw new UndecodableValueException(id + " cannot be used: " + reason);
      case SchemaRegistry.Found(final Schema schema) -> {
        if (schema.getType() != Schema.Type.RECORD) {
          throw new UndecodableValueException(id + " is of type " + schema.getType().getName() + ", a record is needed");
        }
        final Form form = new Form(AvroSkip.whole(schema), new GenericDatumReader<>(schema, expected.orElse(schema), new GenericData()));
        forms.put(key, form);
        yield form;
      }
    };
  }
}
