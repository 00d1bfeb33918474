package io.labelstream.model.encoder;

import io.labelstream.text.Utf8Points;
import io.labelstream.text.WordTable;

/** The word that is being read, normalised, as UTF-8. Scratch memory of one thread. */
final class WordBuffer {
  /** The most code points of a word; longer ones are unknown. */
  static final int MOST_POINTS = 100;

  private static final int MOST_BYTES = 4 * MOST_POINTS;

  private final byte[] bytes = new byte[MOST_BYTES + WordTable.KEY_BYTES];
  private int length;
  private int points;
  /** The start of the run of combining characters at the end. */
  private int runStart;

  void clear() {
    length = 0;
    points = 0;
    runStart = 0;
  }

  /** The bytes, with {@link WordTable#KEY_BYTES} of any value behind them. */
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
      length = Utf8Points.put(point, bytes, length);
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
    Utf8Points.put(point, bytes, at);
    length += size;
  }
}
