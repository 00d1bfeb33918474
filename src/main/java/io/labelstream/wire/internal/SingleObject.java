package io.labelstream.wire.internal;

import io.labelstream.wire.UndecodableValueException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
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
  private static final short MARKER = (short) 0xC301;
  private static final int BODY_OFFSET = Short.BYTES + Long.BYTES;
  /** With a model of its own, the writer looks for no class by name, which Avro would refuse: see {@link GeneratedRecords}. */
  private static final SpecificData WRITTEN = new SpecificData();
  private static final GenericData READ = new GenericData();

  static {
    WRITTEN.addLogicalTypeConversion(new TimestampMillisConversion());
  }

  private final Schema schema;
  private final BinaryMessageEncoder<T> encoder;
  /** The schemas that are read, by fingerprint: the present one, and those before fields were added at its end. */
  private final Map<Long, Schema> writers = new HashMap<>();

  /**
   * Values of this schema, and of its earlier versions, before fields were added at its end: a missing field is read as its default.
   *
   * @param earlier how many fields the schema had in earlier releases
   */
  public SingleObject(final Schema schema, final int... earlier) {
    this.schema = schema;
    this.encoder = new BinaryMessageEncoder<>(WRITTEN, schema);
    writers.put(SchemaNormalization.parsingFingerprint64(schema), schema);
    for (final int fields : earlier) {
      final Schema before = beginning(schema, fields);
      writers.put(SchemaNormalization.parsingFingerprint64(before), before);
    }
  }

  /** Reads the fields of a value. */
  public interface BodyReader<R> {
    /**
     * Reads the fields.
     *
     * @param writer the schema that they were written by
     * @param reader the schema that they are wanted by
     */
    R read(Schema writer, Schema reader, Decoder fields) throws IOException;
  }

  /** The result of reading a value. */
  public sealed interface Decoded<R> {
    record Read<R>(R object) implements Decoded<R> {}

    /** It is of a schema that is not read here; the fingerprints are in hexadecimal digits. */
    record OtherSchema<R>(String fingerprint, String expected) implements Decoded<R> {}

    /** It is none, or damaged. */
    record Malformed<R>(String detail) implements Decoded<R> {}
  }

  /** The value of an object. */
  public byte[] encode(final T object) {
    try {
      final ByteBuffer value = encoder.encode(object);
      final byte[] bytes = new byte[value.remaining()];
      value.get(bytes);
      return bytes;
    } catch (final IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
  }

  /** True if the value claims to be of this schema, or of one of the earlier ones. */
  public boolean frames(final byte[] value) {
    return isFramed(value) && writers.containsKey(fingerprint(value));
  }

  /**
   * The fields of a value, with times as numbers. No class is looked up by name.
   *
   * @throws UndecodableValueException if it is not of this schema, or damaged
   */
  public GenericRecord decode(final byte[] value) throws UndecodableValueException {
    return switch (decode(value, SingleObject::read)) {
      case Decoded.Read<GenericRecord>(final GenericRecord read) -> read;
      case Decoded.OtherSchema<GenericRecord>(final String fingerprint, final String expected) ->
          throw new UndecodableValueException("the value is of the schema with fingerprint " + fingerprint + ", expected " + expected);
      case Decoded.Malformed<GenericRecord>(final String detail) -> throw new UndecodableValueException(detail);
    };
  }

  /** Reads a value. Nothing is thrown, and memory is allocated in proportion to the bytes that are there, not to the lengths that they claim. */
  public <R> Decoded<R> decode(final byte[] value, final BodyReader<R> body) {
    if (!isFramed(value)) {
      return new Decoded.Malformed<>(
          "the value, of " + value.length + " bytes, does not start with C3 01 and a fingerprint as Avro's single-object encoding does");
    }
    final Schema writer = writers.get(fingerprint(value));
    if (writer == null) {
      return new Decoded.OtherSchema<>(hex(fingerprint(value)), hex(SchemaNormalization.parsingFingerprint64(schema)));
    }
    try {
      // Avro's own decoder of messages reads from a stream, of which it believes every length.
      final BinaryDecoder fields = DecoderFactory.get().binaryDecoder(value, BODY_OFFSET, value.length - BODY_OFFSET, null);
      final R read = body.read(writer, schema, fields);
      return fields.isEnd() ? new Decoded.Read<>(read) : new Decoded.Malformed<>("the value breaks its schema: bytes follow the last field");
    } catch (final EOFException shorter) {
      return new Decoded.Malformed<>("the value, of " + value.length + " bytes, ends within a field");
    } catch (final IOException | RuntimeException malformed) {
      // Avro tells malformed data by whatever its decoder runs into, down to ArrayIndexOutOfBoundsException; its messages may quote the data.
      return new Decoded.Malformed<>("the value breaks its schema: " + malformed.getClass().getSimpleName());
    }
  }

  private static GenericRecord read(final Schema writer, final Schema reader, final Decoder fields) throws IOException {
    return new GenericDatumReader<GenericRecord>(writer, reader, READ).read(null, fields);
  }

  private static boolean isFramed(final byte[] value) {
    return value.length >= BODY_OFFSET && ByteBuffer.wrap(value).getShort() == MARKER;
  }

  private static long fingerprint(final byte[] value) {
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(Short.BYTES);
  }

  private static String hex(final long fingerprint) {
    return HexFormat.of().toHexDigits(fingerprint);
  }

  private static Schema beginning(final Schema schema, final int fields) {
    final List<Schema.Field> first = schema.getFields().subList(0, fields).stream().map(field -> new Schema.Field(field, field.schema())).toList();
    return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, first);
  }
}
