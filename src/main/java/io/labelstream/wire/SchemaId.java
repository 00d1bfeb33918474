package io.labelstream.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Which schema a value was written with, as Confluent's serialisers tell it: by the record's header {@value #HEADER} if there is one, and the
 * value is the Avro body then; else by the first bytes of the value. Reused for one record after the other, without allocating; not thread-safe.
 *
 * <pre>
 *   0        1                   5
 *   +--------+-------------------+
 *   |   0    |  number           |                                 header or value
 *   +--------+-------------------+
 *              big-endian
 *
 *   0        1                                                   17
 *   +--------+---------------------------------------------------+
 *   |   1    |  GUID                                             |  header only
 *   +--------+---------------------------------------------------+
 *              big-endian
 * </pre>
 */
public final class SchemaId {
  /** The header with the schema of a record's value. Once the value is replaced, it means nothing any more. */
  public static final String HEADER = "__value_schema_id";

  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte NUMBER = 0;
  private static final byte GUID = 1;
  private static final int NUMBER_BYTES = 1 + Integer.BYTES;
  private static final int GUID_BYTES = 1 + 2 * Long.BYTES;

  private byte form;
  private int number;
  private long upper;
  private long lower;
  private int bodyOffset;

  /**
   * Reads the id of a record's value.
   *
   * @throws UndecodableValueException if there is none
   */
  void read(final Headers headers, final byte[] value) throws UndecodableValueException {
    final @Nullable Header header = headers.lastHeader(HEADER);
    if (header != null && header.value() != null) {
      readHeader(header.value());
    } else {
      readValue(value);
    }
  }

  /** Where the Avro body starts in the value. */
  int bodyOffset() {
    return bodyOffset;
  }

  /** True if {@code other} was read from a record of the same schema, told in the same form. */
  boolean isSameSchema(final SchemaId other) {
    return form == other.form && (form == NUMBER ? number == other.number : upper == other.upper && lower == other.lower);
  }

  /** Becomes the same as {@code other}. */
  void set(final SchemaId other) {
    form = other.form;
    number = other.number;
    upper = other.upper;
    lower = other.lower;
    bodyOffset = other.bodyOffset;
  }

  /** The id as a key for look-ups. */
  Object key() {
    return form == NUMBER ? (Object) number : new UUID(upper, lower);
  }

  /** Asks the registry for the schema. */
  SchemaRegistry.Lookup lookup(final SchemaRegistry registry) {
    return form == NUMBER ? registry.schema(number) : registry.schema(new UUID(upper, lower));
  }

  /** {@code schema id 7}. */
  @Override
  public String toString() {
    return "schema id " + key();
  }

  private void readHeader(final byte[] header) throws UndecodableValueException {
    final int length = header.length;
    if (length >= NUMBER_BYTES && header[0] == NUMBER) {
      form = NUMBER;
      number = (int) INT.get(header, 1);
    } else if (length >= GUID_BYTES && header[0] == GUID) {
      form = GUID;
      upper = (long) LONG.get(header, 1);
      lower = (long) LONG.get(header, 1 + Long.BYTES);
    } else {
      throw new UndecodableValueException("header " + HEADER + " of " + length + " bytes holds no schema id: expected byte " + NUMBER
          + " and a number in 4 bytes, or byte " + GUID + " and a GUID in 16");
    }
    bodyOffset = 0;
  }

  private void readValue(final byte[] value) throws UndecodableValueException {
    if (value.length < NUMBER_BYTES) {
      throw new UndecodableValueException(
          "value of " + value.length + " bytes is too short for Avro with a schema id, which takes at least " + NUMBER_BYTES);
    }
    if (value[0] != NUMBER) {
      throw new UndecodableValueException("value starts with byte " + (value[0] & 0xFF) + " instead of " + NUMBER
          + ", and there is no header " + HEADER + ": not Avro with a schema id; check the configured input format");
    }
    form = NUMBER;
    number = (int) INT.get(value, 1);
    bodyOffset = NUMBER_BYTES;
  }
}
