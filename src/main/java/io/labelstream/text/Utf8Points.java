package io.labelstream.text;

/** Reads code points of more than one byte from UTF-8, without an exception for any bytes. */
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
}
