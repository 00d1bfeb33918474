package io.labelstream.rollout.control;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.Utf8;

/**
 * Values of the control topic in Avro's single-object encoding, for which no registry is needed. Thread-safe.
 *
 * <pre>
 *   0     1     2                               10                  at most 65 536
 *   +-----+-----+-------------------------------+- - - - - - - - - - - - - - - - +
 *   | C3  | 01  | fingerprint of the schema     | body in Avro's binary form     |
 *   +-----+-----+-------------------------------+- - - - - - - - - - - - - - - - +
 *                 CRC-64-AVRO, lowest byte first
 * </pre>
 *
 * @param <T> the class that is generated from the schema
 */
final class ControlForm<T extends SpecificRecordBase> {
  /** The most bytes that a value may have. */
  static final int LARGEST = 1 << 16;

  private static final byte MARKER = (byte) 0xC3;
  private static final byte FORM = 0x01;
  private static final int FINGERPRINT_OFFSET = 2;
  private static final int BODY_OFFSET = FINGERPRINT_OFFSET + Long.BYTES;

  private final Schema schema;
  private final long fingerprint;
  private final Supplier<T> empty;
  /** The schemas that are read, by fingerprint: the present one, and those before fields were added at its end. */
  private final Map<Long, Schema> writers = new HashMap<>();

  /**
   * @param empty makes an object to be filled: Avro's own reader would look for the class by name, and refuse it
   * @param earlier how many fields the schema had in earlier releases; what these lack is read as the default
   */
  ControlForm(final Schema schema, final Supplier<T> empty, final int... earlier) {
    this.schema = schema;
    this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    this.empty = empty;
    writers.put(fingerprint, schema);
    for (final int fields : earlier) {
      final Schema before = Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false,
          schema.getFields().subList(0, fields).stream().map(field -> new Schema.Field(field, field.schema())).toList());
      writers.put(SchemaNormalization.parsingFingerprint64(before), before);
    }
  }

  /** The result of reading a value. */
  sealed interface Decoded<T> permits Read, Unreadable {}

  /** An object of the schema; whether its fields are in range is not looked at. */
  record Read<T>(T object) implements Decoded<T> {}

  /** None: {@link RejectionCode#UNREADABLE} or {@link RejectionCode#UNKNOWN_SCHEMA}. */
  record Unreadable<T>(Rejection rejection) implements Decoded<T> {
    Unreadable {
      Objects.requireNonNull(rejection);
    }
  }

  /** Whether a value claims to be of this schema. */
  boolean isOf(final byte[] value) {
    return value.length >= BODY_OFFSET && value[0] == MARKER && value[1] == FORM && writers.containsKey(fingerprint(value));
  }

  /**
   * The value of an object.
   *
   * @param name of the object, for people
   * @throws IllegalArgumentException if it would have more than {@value #LARGEST} bytes
   */
  byte[] encode(final T object, final String name) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(BODY_OFFSET).order(ByteOrder.LITTLE_ENDIAN).put(MARKER).put(FORM).putLong(fingerprint).array());
    final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      object.customEncode(encoder);
      encoder.flush();
    } catch (final IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    if (out.size() > LARGEST) {
      throw new IllegalArgumentException(name + " takes " + out.size() + " bytes, expected at most " + LARGEST + "; shorten its texts");
    }
    return out.toByteArray();
  }

  /** Reads the value of a record. Allocates in proportion to the bytes that are there, not to the lengths that they claim. */
  Decoded<T> decode(final byte[] value) {
    if (value.length > LARGEST) {
      return unreadable("the value has " + value.length + " bytes, expected at most " + LARGEST);
    }
    if (value.length < BODY_OFFSET || value[0] != MARKER || value[1] != FORM) {
      return unreadable("the value, of " + value.length + " bytes, does not start with C3 01 and a fingerprint as Avro's single-object encoding does");
    }
    final Schema writer = writers.get(fingerprint(value));
    if (writer == null) {
      return new Unreadable<>(new Rejection(RejectionCode.UNKNOWN_SCHEMA, "the value is of the schema with fingerprint " + hex(fingerprint(value))
          + ", expected " + hex(fingerprint)));
    }
    try {
      final BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, BODY_OFFSET, value.length - BODY_OFFSET, null);
      final T object = empty.get();
      object.customDecode(DecoderFactory.get().resolvingDecoder(writer, schema, decoder));
      return decoder.isEnd() ? new Read<>(object) : unreadable("the value breaks its schema: bytes follow the last field");
    } catch (final EOFException shorter) {
      return unreadable("the value, of " + value.length + " bytes, ends within a field");
    } catch (final IOException | RuntimeException malformed) {
      // Avro tells malformed data by whatever its decoder runs into, down to ArrayIndexOutOfBoundsException; its messages may quote the data.
      return unreadable("the value breaks its schema: " + malformed.getClass().getSimpleName());
    }
  }

  /** Else two different salts, say, could be read as the same one. */
  static void requireUtf8(final Utf8... texts) throws CharacterCodingException {
    for (final Utf8 text : texts) {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.getBytes(), 0, text.getByteLength()));
    }
  }

  private static long fingerprint(final byte[] value) {
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(FINGERPRINT_OFFSET);
  }

  private static <T> Unreadable<T> unreadable(final String detail) {
    return new Unreadable<>(new Rejection(RejectionCode.UNREADABLE, detail));
  }

  private static String hex(final long fingerprint) {
    return HexFormat.of().toHexDigits(fingerprint);
  }
}
