package io.labelstream.wire.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Grows with the longest value that was written to it, and is used for one value after the other. Not thread-safe. */
public final class ValueBuffer {
  private static final int SMALLEST = 1 << 10;

  /** Written by this package's formats, behind {@link #length}, after {@link #reserve}. */
  byte[] bytes = new byte[SMALLEST];
  int length;

  /** The bytes that {@code part} writes. */
  public static byte[] bytesOf(final Consumer<ValueBuffer> part) {
    final ValueBuffer out = new ValueBuffer();
    part.accept(out);
    return out.toBytes();
  }

  /** Forgets what was written. */
  public void clear() {
    length = 0;
  }

  /** The byte that was written last; there must be one. */
  public byte last() {
    return bytes[length - 1];
  }

  /** Appends a byte. */
  public void append(final char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
  }

  /** Appends bytes. */
  public void append(final byte[] all) {
    append(all, 0, all.length);
  }

  /** Appends {@code count} bytes from {@code offset}. */
  public void append(final byte[] some, final int offset, final int count) {
    reserve(count);
    System.arraycopy(some, offset, bytes, length, count);
    length += count;
  }

  /** Appends a text of ASCII characters. */
  public void append(final String ascii) {
    append(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Makes room for {@code count} more bytes. */
  void reserve(final int count) {
    if (count > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - Long.BYTES)));
    }
  }
}
