package io.labelstream.wire.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Values in Avro's binary encoding. */
public final class AvroValues {
  private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MOST_BYTES_OF_A_LONG = 10;
  private static final int SEVEN_BITS = 0x7F;

  private AvroValues() {}

  /** Writes an int or a long: by zigzag, in groups of seven bits, the lowest first. */
  public static void number(final long value, final ValueBuffer out) {
    out.reserve(MOST_BYTES_OF_A_LONG);
    long rest = value << 1 ^ value >> Long.SIZE - 1;
    while ((rest & ~SEVEN_BITS) != 0) {
      out.bytes[out.length++] = (byte) (rest | ~SEVEN_BITS);
      rest >>>= 7;
    }
    out.bytes[out.length++] = (byte) rest;
  }

  /** Writes a float in four bytes, the lowest first. */
  public static void float32(final float value, final ValueBuffer out) {
    out.reserve(Float.BYTES);
    FLOAT.set(out.bytes, out.length, value);
    out.length += Float.BYTES;
  }

  /** Writes a string; an unpaired surrogate becomes {@code ?}. */
  public static void string(final String text, final ValueBuffer out) {
    final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    bytes(utf8, 0, utf8.length, out);
  }

  /** Writes {@code length} bytes from {@code offset}, behind their number: of a string, in UTF-8, or of any kind. */
  public static void bytes(final byte[] bytes, final int offset, final int length, final ValueBuffer out) {
    number(length, out);
    out.append(bytes, offset, length);
  }
}
