package io.labelstream.wire.internal;

import io.labelstream.wire.UndecodableValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Values in Avro's single-object encoding, which needs no registry. Thread-safe.
 *
 * <pre>
 *   0     1     2                               10
 *   +-----+-----+-------------------------------+- - - - - - - - - - - - - - - - +
 *   | C3  | 01  | fingerprint of the schema     | body in Avro's binary form     |
 *   +-----+-----+-------------------------------+- - - - - - - - - - - - - - - - +
 *                 CRC-64-AVRO, lowest byte first
 * </pre>
 *
 * @param <T> the class that is generated from the schema
 */
public final class SingleObject<T extends SpecificRecord> {
  private static final byte MARKER = (byte) 0xC3;
  private static final byte FORM = 0x01;
  private static final int BODY_OFFSET = 2 + Long.BYTES;
  /** With a model of its own, the writer looks for no class by name, which Avro would refuse: see {@link GeneratedRecords}. */
  private static final SpecificData WRITTEN = new SpecificData();
  private static final GenericData READ = new GenericData();

  static {
    WRITTEN.addLogicalTypeConversion(new TimestampMillisConversion());
  }

  private final Schema schema;
  private final byte[] header;
  private final Map<ByteBuffer, Schema> writers = new HashMap<>();

  /**
   * Values of this schema, and of its earlier versions, before fields were added at its end: a missing field is read as its default.
   *
   * @param earlier how many fields the schema had in earlier releases
   */
  public SingleObject(final Schema schema, final int... earlier) {
    this.schema = schema;
    this.header = header(schema);
    writers.put(ByteBuffer.wrap(header), schema);
    for (final int fields : earlier) {
      final Schema before = beginning(schema, fields);
      writers.put(ByteBuffer.wrap(header(before)), before);
    }
  }

  private static byte[] header(final Schema schema) {
    return ByteBuffer.allocate(BODY_OFFSET).order(ByteOrder.LITTLE_ENDIAN)
        .put(MARKER).put(FORM).putLong(SchemaNormalization.parsingFingerprint64(schema)).array();
  }

  private static Schema beginning(final Schema schema, final int fields) {
    final List<Schema.Field> first = schema.getFields().subList(0, fields).stream().map(field -> new Schema.Field(field, field.schema())).toList();
    return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, first);
  }

  /** The value. */
  public byte[] encode(final T object) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new SpecificDatumWriter<T>(schema, WRITTEN).write(object, encoder);
    } catch (final IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return out.toByteArray();
  }

  /** Whether the fingerprint in the value is that of this schema, or of one of the earlier ones. */
  public boolean frames(final byte[] value) {
    return value.length >= BODY_OFFSET && writers.containsKey(ByteBuffer.wrap(value, 0, BODY_OFFSET));
  }

  /**
   * The fields of a value, with times as numbers. No class is looked up by name.
   *
   * @throws UndecodableValueException if it is not of this schema, or damaged
   */
  public GenericRecord decode(final byte[] value) throws UndecodableValueException {
    if (!frames(value)) {
      throw new UndecodableValueException("the value, of " + value.length + " bytes, does not start with C3 01 and the fingerprint of "
          + schema.getName());
    }
    final Schema writer = writers.get(ByteBuffer.wrap(value, 0, BODY_OFFSET));
    try {
      final BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, BODY_OFFSET, value.length - BODY_OFFSET, null);
      final GenericRecord read = new GenericDatumReader<GenericRecord>(writer, schema, READ).read(null, decoder);
      if (!decoder.isEnd()) {
        throw new UndecodableValueException("bytes follow the " + schema.getName());
      }
      return read;
    } catch (final IOException | RuntimeException malformed) {
      // On malformed data Avro throws whatever its decoder runs into, with messages that may quote the data.
      throw new UndecodableValueException("the value, of " + value.length + " bytes, breaks schema " + schema.getName() + ": "
          + malformed.getClass().getSimpleName());
    }
  }
}
