package io.labelstream.text;

/** Reads code points of more than one byte from UTF-8, without an exception for any bytes, and writes code points. */
public final class Utf8Points {
  /** In place of a byte that is not part of well-formed UTF-8: no code point. */
  public static final int MALFORMED = -1;

  private static final int FIRST_OF_TWO = 0x80;
  private static final int FIRST_OF_THREE = 0x800;
  private static final int FIRST_OF_FOUR = 0x10000;

  private Utf8Points() {}

  /** The code point that starts at a byte from 0x80 on, or {@link #MALFORMED}. */
  public static int at(final byte[] utf8, final int at, final int end) {
    final int lead = utf8[at] & 0xFF;
    final int length = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
    if (length == 1 || length > end - at) {
      return MALFORMED;
    }
    int point = lead & 0x7F >> length;
    for (int next = at + 1; next < at + length; next++) {
      if ((utf8[next] & 0xC0) != 0x80) {
        return MALFORMED;
      }
      point = point << 6 | utf8[next] & 0x3F;
    }
    final boolean isWellFormed = bytes(point) == length && point <= Character.MAX_CODE_POINT && point >>> 11 != Character.MIN_SURROGATE >>> 11;
    return isWellFormed ? point : MALFORMED;
  }

  /** The number of bytes of a code point, 1 for {@link #MALFORMED}. */
  public static int bytes(final int point) {
    if (point == MALFORMED || point < FIRST_OF_TWO) {
      return 1;
    }
    return point < FIRST_OF_THREE ? 2 : point < FIRST_OF_FOUR ? 3 : 4;
  }

  /**
   * Writes a code point.
   *
   * @param utf8 has room for it
   * @return the position of the next byte
   */
  public static int put(final int point, final byte[] utf8, final int at) {
    int next = at;
    if (point < FIRST_OF_TWO) {
      utf8[next++] = (byte) point;
    } else if (point < FIRST_OF_THREE) {
      utf8[next++] = (byte) (0xC0 | point >> 6);
      utf8[next++] = (byte) (0x80 | point & 0x3F);
    } else if (point < FIRST_OF_FOUR) {
      utf8[next++] = (byte) (0xE0 | point >> 12);
      utf8[next++] = (byte) (0x80 | point >> 6 & 0x3F);
      utf8[next++] = (byte) (0x80 | point & 0x3F);
    } else {
      utf8[next++] = (byte) (0xF0 | point >> 18);
      utf8[next++] = (byte) (0x80 | point >> 12 & 0x3F);
      utf8[next++] = (byte) (0x80 | point >> 6 & 0x3F);
      utf8[next++] = (byte) (0x80 | point & 0x3F);
    }
    return next;
  }
}
