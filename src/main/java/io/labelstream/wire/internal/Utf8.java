package io.labelstream.wire.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks that bytes are well-formed UTF-8: no byte is out of place, no encoding is longer than it needs to be, and there are no surrogates. */
public final class Utf8 {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long BEYOND_ASCII = 0x8080_8080_8080_8080L;
  private static final int WELL_FORMED = -1;

  private Utf8() {}

  /** Where the first byte is, from the start of the array, that does not belong to well-formed UTF-8; -1 if all do. */
  public static int firstMalformed(final byte[] bytes, final int offset, final int length) {
    final int end = offset + length;
    int at = offset;
    while (at < end) {
      if (at <= end - Long.BYTES && ((long) LONG.get(bytes, at) & BEYOND_ASCII) == 0) {
        at += Long.BYTES;
      } else {
        final int width = width(bytes, at, end);
        if (width == 0) {
          return at;
        }
        at += width;
      }
    }
    return WELL_FORMED;
  }

  /** How many bytes the code point here has; 0 if there is none. */
  private static int width(final byte[] bytes, final int at, final int end) {
    final int lead = bytes[at] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4 || at + 1 >= end) {
      return 0;
    }
    final int second = bytes[at + 1] & 0xFF;
    if (lead < 0xE0) {
      return isContinuation(second) ? 2 : 0;
    }
    if (lead < 0xF0) {
      final boolean sound = second >= (lead == 0xE0 ? 0xA0 : 0x80) && second <= (lead == 0xED ? 0x9F : 0xBF);
      return sound && at + 2 < end && isContinuation(bytes[at + 2]) ? 3 : 0;
    }
    final boolean sound = second >= (lead == 0xF0 ? 0x90 : 0x80) && second <= (lead == 0xF4 ? 0x8F : 0xBF);
    return sound && at + 3 < end && isContinuation(bytes[at + 2]) && isContinuation(bytes[at + 3]) ? 4 : 0;
  }

  private static boolean isContinuation(final int value) {
    return (value & 0xC0) == 0x80;
  }
}
