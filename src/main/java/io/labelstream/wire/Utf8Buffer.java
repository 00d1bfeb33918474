package io.labelstream.wire;

/** A growing buffer that holds one text as UTF-8. Not thread-safe. */
final class Utf8Buffer {
  private static final int LARGEST_TO_KEEP = 1 << 20;
  private static final int SMALLEST = 1 << 10;

  private byte[] bytes = new byte[SMALLEST];
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Empties the buffer and makes room for as many bytes. */
  void clear(final int mostBytes) {
    makeRoomFor(mostBytes);
    length = 0;
  }

  /** Appends a byte, for which there must be room. */
  void append(final byte one) {
    bytes[length++] = one;
  }

  /** Appends a text, for which there must be room. */
  void append(final TextSlice text) {
    System.arraycopy(text.bytes(), text.offset(), bytes, length, text.length());
    length += text.length();
  }

  /** Replaces the contents with the UTF-8 form of a range of {@code chars}; an unpaired surrogate becomes U+FFFD. */
  void set(final char[] chars, final int offset, final int count) {
    makeRoomFor(Math.multiplyExact(count, 3));
    final int end = offset + count;
    int at = 0;
    for (int i = offset; i < end; i++) {
      final char c = chars[i];
      if (c < 0x80) {
        bytes[at++] = (byte) c;
      } else if (c < 0x800) {
        bytes[at++] = (byte) (0xC0 | c >> 6);
        bytes[at++] = (byte) (0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(chars[i + 1])) {
        final int codePoint = Character.toCodePoint(c, chars[++i]);
        bytes[at++] = (byte) (0xF0 | codePoint >> 18);
        bytes[at++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
        bytes[at++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        bytes[at++] = (byte) (0x80 | codePoint & 0x3F);
      } else {
        final char whole = Character.isSurrogate(c) ? '\uFFFD' : c;
        bytes[at++] = (byte) (0xE0 | whole >> 12);
        bytes[at++] = (byte) (0x80 | whole >> 6 & 0x3F);
        bytes[at++] = (byte) (0x80 | whole & 0x3F);
      }
    }
    length = at;
  }

  private void makeRoomFor(final int mostBytes) {
    if (mostBytes > bytes.length) {
      bytes = new byte[Math.max(mostBytes, Math.min(2 * bytes.length, LARGEST_TO_KEEP))];
    } else if (bytes.length > LARGEST_TO_KEEP && mostBytes <= LARGEST_TO_KEEP) {
      // So that one giant record does not keep its memory for the life of the task.
      bytes = new byte[LARGEST_TO_KEEP];
    }
  }
}
