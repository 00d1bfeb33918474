package io.labelstream.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The value is an Avro record behind a schema id, as Confluent's serialisers write it, and the text is one of the record's fields.
 *
 * <pre>
 *   0        1                   5
 *   +--------+-------------------+----------------------+
 *   |   0    |  schema id        |  Avro body           |
 *   +--------+-------------------+----------------------+
 *              big-endian
 * </pre>
 *
 * <p>Any writer's schema will do in which the field is a string, bytes, or a union with one of them, wherever it stands and whatever stands
 * beside it. A schema that is nothing but a string is the text itself. The slice lies in the value: nothing is copied, and nothing is
 * allocated once a schema has been seen. The whole value is checked, including the fields after the text, and no byte may be left over.
 * The bytes of the text are not: malformed UTF-8 passes as it is.
 *
 * <p>A schema id that leads nowhere is the record's fault; a registry that gives no answer is not, and ends in a {@link RegistryException}.
 */
public final class AvroTextDecoder implements TextDecoder {
  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int HEADER_BYTES = 5;
  private static final byte MAGIC = 0;
  private static final int SCHEMAS_TO_KEEP = 256;

  private final SchemaRegistry registry;
  private final String field;
  private final Map<Integer, AvroTextReader> readers = new HashMap<>();
  private final AvroCursor cursor = new AvroCursor();

  private int lastId;
  private @Nullable AvroTextReader lastReader;

  /** A decoder for the field {@code text}. */
  public AvroTextDecoder(final SchemaRegistry registry) {
    this(registry, "text");
  }

  /** A decoder for the record's field with this name. */
  public AvroTextDecoder(final SchemaRegistry registry, final String field) {
    this.registry = Objects.requireNonNull(registry);
    this.field = Objects.requireNonNull(field);
  }

  @Override
  public void decode(final byte[] value, final TextSlice slice) throws UndecodableValueException {
    if (value.length < HEADER_BYTES) {
      throw new UndecodableValueException(
          "value of " + value.length + " bytes is too short for Avro with a schema id, which takes at least " + HEADER_BYTES);
    }
    if (value[0] != MAGIC) {
      throw new UndecodableValueException("value starts with byte " + (value[0] & 0xFF) + " instead of " + MAGIC
          + ": not Avro with a schema id; check the configured input format");
    }
    final int id = (int) INT.get(value, 1);
    cursor.reset(value, HEADER_BYTES);
    reader(id).read(cursor);
    cursor.requireEnd();
    slice.set(value, cursor.textOffset(), cursor.textLength());
  }

  private AvroTextReader reader(final int id) throws UndecodableValueException {
    // Nearly all records of a topic have one schema: no look-up, and no boxed key, for those.
    final AvroTextReader last = lastReader;
    if (last != null && id == lastId) {
      return last;
    }
    final AvroTextReader reader = readerOf(id);
    lastReader = reader;
    lastId = id;
    return reader;
  }

  private AvroTextReader readerOf(final int id) throws UndecodableValueException {
    final AvroTextReader known = readers.get(id);
    if (known != null) {
      return known;
    }
    final AvroTextReader reader = switch (registry.schema(id)) {
      case SchemaRegistry.Unusable(final String reason) -> throw new UndecodableValueException("schema id " + id + ": " + reason);
      case SchemaRegistry.Found(final var schema) -> AvroTextReader.compile(id, schema, field);
    };
    if (readers.size() == SCHEMAS_TO_KEEP) {
      readers.clear();
    }
    readers.put(id, reader);
    return reader;
  }
}
