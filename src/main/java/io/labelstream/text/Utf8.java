package io.labelstream.text;

/** Encodes UTF-16 into a given array, without allocating. */
public final class Utf8 {
  private Utf8() {}

  /**
   * Writes {@code text} from {@code at} on; an unpaired surrogate becomes {@code ?}, as in {@code String.getBytes}.
   *
   * @param out has room for three bytes a {@code char}
   * @return the position of the next byte
   */
  public static int encode(final CharSequence text, final byte[] out, final int at) {
    int next = at;
    for (int index = 0; index < text.length(); index++) {
      final char unit = text.charAt(index);
      if (unit < 0x80) {
        out[next++] = (byte) unit;
      } else if (unit < 0x800) {
        out[next++] = (byte) (0xC0 | unit >> 6);
        out[next++] = (byte) (0x80 | unit & 0x3F);
      } else if (!Character.isSurrogate(unit)) {
        out[next++] = (byte) (0xE0 | unit >> 12);
        out[next++] = (byte) (0x80 | unit >> 6 & 0x3F);
        out[next++] = (byte) (0x80 | unit & 0x3F);
      } else if (Character.isHighSurrogate(unit) && index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))) {
        final int point = Character.toCodePoint(unit, text.charAt(++index));
        out[next++] = (byte) (0xF0 | point >> 18);
        out[next++] = (byte) (0x80 | point >> 12 & 0x3F);
        out[next++] = (byte) (0x80 | point >> 6 & 0x3F);
        out[next++] = (byte) (0x80 | point & 0x3F);
      } else {
        out[next++] = '?';
      }
    }
    return next;
  }
}
