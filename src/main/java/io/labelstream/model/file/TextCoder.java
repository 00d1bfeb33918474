package io.labelstream.model.file;

import java.util.Arrays;

/**
 * Codes texts one after the other, each against the one before it: first the number of leading bytes that both share, as one bit for each byte of the text
 * before, then the other bytes and a zero, each as two nibbles from the highest bit on. Used for writing and for reading. Not thread-safe.
 *
 * <p>Contexts of a bit that tells if a byte is the same: its position in the text, and how this compares with the number of bytes that the two texts before
 * shared; the byte of the text before and the one preceding it; the position, and the number of bytes left of the text before; none. Contexts of another byte's
 * bits, always with those bits of it that are known: none; the preceding byte; the two preceding ones; the three preceding ones. For the first byte that
 * differs, the byte that it differs from is used in place of none and of the furthest preceding one: it is a strong hint if texts are sorted.
 */
final class TextCoder {
  /** More counters than this are never used. */
  private static final int MOST_COUNTERS = 1 << 21;

  private static final int FEWEST_COUNTERS = 1 << 14;
  private static final int SAME_COUNTERS = 1 << 16;
  private static final int FAR = 31;
  private static final int NIBBLE = 4;
  /** Odd numbers that keep the contexts apart; like everything here, they are part of the format. */
  private static final int ONE_SPREAD = 0x3D4D51CB;

  private static final int TWO_SPREAD = 0x58C36E67;
  private static final int THREE_SPREAD = 0x1B56C4E9;
  private static final int FURTHEST_SPREAD = 0x6C8E9CF5;
  private static final int KINDS = 4;

  private final BitModel same;
  private final BitModel other;
  private byte[] text = new byte[64];
  private byte[] previous = new byte[64];
  private int previousLength;
  private int inCommon;

  /** @param bytes the bytes of all texts with one zero for each: decides the number of counters */
  TextCoder(final BitChannel channel, final int bytes) {
    final int counters = Math.clamp((long) Integer.highestOneBit(Math.max(bytes, 1)) << 5, FEWEST_COUNTERS, MOST_COUNTERS);
    this.same = new BitModel(channel, 3, SAME_COUNTERS);
    this.other = new BitModel(channel, KINDS, counters);
  }

  /** Writes a text, which has no zero byte. */
  void write(final byte[] bytes) {
    room(bytes.length + 1);
    System.arraycopy(bytes, 0, text, 0, bytes.length);
    text[bytes.length] = 0;
    code(Integer.MAX_VALUE);
  }

  /**
   * Reads a text.
   *
   * @param longest the most bytes that it may have
   * @return the text, or one of more than {@code longest} bytes if it goes on
   */
  byte[] read(final int longest) {
    code(longest);
    return Arrays.copyOf(previous, previousLength);
  }

  private void code(final int longest) {
    int length = shared(longest);
    inCommon = length;
    for (boolean first = true; length <= longest; first = false) {
      room(length + 1);
      final int value = value(length, first);
      text[length] = (byte) value;
      if (value == 0) {
        break;
      }
      length++;
    }
    final byte[] done = text;
    text = previous;
    previous = done;
    previousLength = length;
  }

  /** The number of leading bytes shared with the text before. */
  private int shared(final int longest) {
    int length = 0;
    while (length < previousLength && length <= longest) {
      room(length + 1);
      final int expected = previous[length] & 0xFF;
      final int before = length > 0 ? previous[length - 1] & 0xFF : 0;
      final int compared = Integer.compare(length, inCommon) + 1;
      final int far = Math.min(length, FAR);
      same.contexts(far << 2 | compared, 1 << 16 | before << Byte.SIZE | expected, 2 << 16 | far << 5 | Math.min(previousLength - length, FAR), 3 << 16);
      if (same.code(text[length] == previous[length] ? 1 : 0, 0, compared) == 0) {
        break;
      }
      text[length] = previous[length];
      length++;
    }
    return length;
  }

  /** The byte at {@code length}. */
  private int value(final int length, final boolean first) {
    final int one = length > 0 ? text[length - 1] & 0xFF : 0;
    final int two = length > 1 ? text[length - 2] & 0xFF : 0;
    final int three = length > 2 ? text[length - 3] & 0xFF : 0;
    final int differs = first && length < previousLength ? previous[length] & 0xFF : 0;
    final int furthest = first ? 0x100 | differs : three;
    int value = 1;
    for (int shift = NIBBLE; shift >= 0; shift -= NIBBLE) {
      // The first nibble is known when the second one is coded.
      final int known = shift == 0 ? value << 2 : 0;
      other.contexts(
          differs << Byte.SIZE | known,
          (1 << 16 | one << Byte.SIZE | known) * ONE_SPREAD,
          (2 << 24 | two << 16 | one << Byte.SIZE | known) * TWO_SPREAD,
          ((furthest << 16 | two << Byte.SIZE | one) * THREE_SPREAD + known) * FURTHEST_SPREAD + 3);
      final int kind = (first ? 1 : 0) << 1 | (shift == 0 ? 1 : 0);
      int node = 1;
      for (int bit = shift + NIBBLE - 1; bit >= shift; bit--) {
        node = node << 1 | other.code(text[length] >> bit & 1, node, kind);
      }
      value = value << NIBBLE | node & BitModel.GROUP - 1;
    }
    return value & 0xFF;
  }

  private void room(final int length) {
    if (text.length < length) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, length));
    }
  }
}
