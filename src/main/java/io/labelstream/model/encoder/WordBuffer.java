package io.labelstream.model.encoder;

import io.labelstream.text.Utf8Points;

/** The word that is being read, normalised, as UTF-8. Scratch memory of one thread. */
final class WordBuffer {
  /** The most code points of a word; longer ones are unknown. */
  static final int MOST_POINTS = 100;

  private static final int MOST_BYTES = 4 * MOST_POINTS;

  private final byte[] bytes = new byte[MOST_BYTES + PieceTable.KEY_BYTES];
  private int length;
  private int points;
  /** The start of the run of combining characters at the end. */
  private int runStart;

  void clear() {
    length = 0;
    points = 0;
    runStart = 0;
  }

  /** The bytes, with {@link PieceTable#KEY_BYTES} of any value behind them. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** The number of code points; those beyond {@link #MOST_POINTS} are only counted. */
  int points() {
    return points;
  }

  /** Adds a code point that starts a new run of combining characters. */
  void add(final int point) {
    if (points++ < MOST_POINTS) {
      length = encode(point, length);
    }
    runStart = length;
  }

  /** The next combining character is not sorted before those that are here. */
  void endRun() {
    runStart = length;
  }

  /** Adds a combining character: behind those of the same run with the same rank or a smaller one. */
  void addCombining(final int point, final int rank, final CharacterRules rules) {
    if (points++ >= MOST_POINTS) {
      return;
    }
    int at = length;
    while (at > runStart) {
      int before = at - 1;
      while ((bytes[before] & 0xC0) == 0x80) {
        before--;
      }
      if (CharacterRules.rank(rules.entry(Utf8Points.at(bytes, before, at))) <= rank) {
        break;
      }
      at = before;
    }
    final int size = Utf8Points.bytes(point);
    System.arraycopy(bytes, at, bytes, at + size, length - at);
    encode(point, at);
    length += size;
  }

  private int encode(final int point, final int at) {
    int next = at;
    if (point < 0x80) {
      bytes[next++] = (byte) point;
    } else if (point < 0x800) {
      bytes[next++] = (byte) (0xC0 | point >> 6);
      bytes[next++] = (byte) (0x80 | point & 0x3F);
    } else if (point < 0x10000) {
      bytes[next++] = (byte) (0xE0 | point >> 12);
      bytes[next++] = (byte) (0x80 | point >> 6 & 0x3F);
      bytes[next++] = (byte) (0x80 | point & 0x3F);
    } else {
      bytes[next++] = (byte) (0xF0 | point >> 18);
      bytes[next++] = (byte) (0x80 | point >> 12 & 0x3F);
      bytes[next++] = (byte) (0x80 | point >> 6 & 0x3F);
      bytes[next++] = (byte) (0x80 | point & 0x3F);
    }
    return next;
  }
}
