package io.labelstream.rollout.control;

import io.labelstream.wire.internal.SingleObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.Utf8;

/**
 * Values of the control topic: single objects of at most {@value #LARGEST} bytes. Thread-safe.
 *
 * @param <T> the class that is generated from the schema, with coders of its own
 */
final class ControlForm<T extends SpecificRecordBase> {
  /** The most bytes that a value may have. */
  static final int LARGEST = 1 << 16;

  private final SingleObject<T> values;
  private final Supplier<T> empty;

  /**
   * @param empty makes an object to be filled: Avro's own reader would look for the class by name, and refuse it
   * @param earlier how many fields the schema had in earlier releases; fields that these lack are read as the default
   */
  ControlForm(final Schema schema, final Supplier<T> empty, final int... earlier) {
    this.values = new SingleObject<>(schema, earlier);
    this.empty = empty;
  }

  /** The result of reading a value. */
  sealed interface Decoded<T> permits Read, Unreadable {}

  /** An object of the schema. Its fields may be out of range. */
  record Read<T>(T object) implements Decoded<T> {}

  /** No object of the schema: {@link RejectionCode#UNREADABLE} or {@link RejectionCode#UNKNOWN_SCHEMA}. */
  record Unreadable<T>(Rejection rejection) implements Decoded<T> {
    Unreadable {
      Objects.requireNonNull(rejection);
    }
  }

  /** True if a value claims to be of this schema. */
  boolean isOf(final byte[] value) {
    return values.frames(value);
  }

  /**
   * The value of an object.
   *
   * @param name the object's name, for people
   * @throws IllegalArgumentException if it would have more than {@value #LARGEST} bytes
   */
  byte[] encode(final T object, final String name) {
    final byte[] value = values.encode(object);
    if (value.length > LARGEST) {
      throw new IllegalArgumentException(name + " takes " + value.length + " bytes, expected at most " + LARGEST + "; shorten its texts");
    }
    return value;
  }

  /** Reads the value of a record. Allocates in proportion to the bytes that are there, not to the lengths that they claim. */
  Decoded<T> decode(final byte[] value) {
    if (value.length > LARGEST) {
      return unreadable(RejectionCode.UNREADABLE, "the value has " + value.length + " bytes, expected at most " + LARGEST);
    }
    return switch (values.decode(value, this::read)) {
      case SingleObject.Decoded.Read<T>(final T object) -> new Read<>(object);
      case SingleObject.Decoded.OtherSchema<T>(final String fingerprint, final String expected) ->
          unreadable(RejectionCode.UNKNOWN_SCHEMA, "the value is of the schema with fingerprint " + fingerprint + ", expected " + expected);
      case SingleObject.Decoded.Malformed<T>(final String detail) -> unreadable(RejectionCode.UNREADABLE, detail);
    };
  }

  private T read(final Schema writer, final Schema reader, final Decoder fields) throws IOException {
    final T object = empty.get();
    object.customDecode(DecoderFactory.get().resolvingDecoder(writer, reader, fields));
    return object;
  }

  /** Without this, two different salts, for example, could be read as the same one. */
  static void requireUtf8(final Utf8... texts) throws CharacterCodingException {
    for (final Utf8 text : texts) {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.getBytes(), 0, text.getByteLength()));
    }
  }

  private static <T> Unreadable<T> unreadable(final RejectionCode code, final String detail) {
    return new Unreadable<>(new Rejection(code, detail));
  }
}
