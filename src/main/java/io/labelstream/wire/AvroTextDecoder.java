package io.labelstream.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The value is an Avro record with a {@link SchemaId}, as Confluent's serialisers write it, and the text is one of the record's fields, or
 * several.
 *
 * <p>Any writer's schema will do in which a field is a string, bytes, or a union with one of them, wherever it stands and whatever stands
 * beside it. Where the schema is just a string, the value is the text itself. A single text is where the slice lies in the value: nothing is copied,
 * and nothing is allocated once a schema has been seen. The whole value is checked, including the fields after the text, and no byte may be
 * left over. The bytes of the text are not: malformed UTF-8 passes as it is.
 *
 * <p>A schema id that leads nowhere is the record's fault; a registry that gives no answer is not, and ends in a {@link RegistryException}.
 */
public final class AvroTextDecoder implements TextDecoder {
  private static final int SCHEMAS_TO_KEEP = 256;
  private static final Headers NO_HEADERS = new RecordHeaders();

  private final SchemaRegistry registry;
  private final TextFields fields;
  private final Map<Object, AvroTextReader> readers = new HashMap<>();
  private final TextParts texts;
  private final AvroCursor cursor;
  private final SchemaId id = new SchemaId();
  private final SchemaId lastId = new SchemaId();

  private @Nullable AvroTextReader lastReader;

  /** A decoder for the field {@code text}. */
  public AvroTextDecoder(final SchemaRegistry registry) {
    this(registry, TextFields.of("text"));
  }

  /** A decoder for these fields. */
  public AvroTextDecoder(final SchemaRegistry registry, final TextFields fields) {
    this.registry = Objects.requireNonNull(registry);
    this.fields = Objects.requireNonNull(fields);
    this.texts = new TextParts(fields.texts());
    this.cursor = new AvroCursor(texts);
  }

  @Override
  public void decode(final byte[] value, final TextSlice slice) throws UndecodableValueException {
    decode(value, NO_HEADERS, slice);
  }

  @Override
  public void decode(final byte[] value, final Headers headers, final TextSlice slice) throws UndecodableValueException {
    id.read(headers, value);
    final AvroTextReader reader = reader();
    cursor.reset(value, id.bodyOffset());
    reader.read(cursor);
    cursor.requireEnd();
    texts.join(slice);
  }

  private AvroTextReader reader() throws UndecodableValueException {
    // Nearly all records of a topic have one schema: no look-up, and no boxed key, for those.
    final AvroTextReader last = lastReader;
    if (last != null && id.isSameSchema(lastId)) {
      return last;
    }
    final AvroTextReader reader = readerOf(id.key());
    lastReader = reader;
    lastId.set(id);
    return reader;
  }

  private AvroTextReader readerOf(final Object key) throws UndecodableValueException {
    final AvroTextReader known = readers.get(key);
    if (known != null) {
      return known;
    }
    final AvroTextReader reader = switch (id.lookup(registry)) {
      case SchemaRegistry.Unusable(final String reason) -> throw new UndecodableValueException(id + ": " + reason);
      case SchemaRegistry.Found(final var schema) -> AvroTextReader.compile(id.toString(), schema, fields);
    };
    if (readers.size() == SCHEMAS_TO_KEEP) {
      readers.clear();
    }
    readers.put(key, reader);
    return reader;
  }
}
