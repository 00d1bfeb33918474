package io.labelstream.train.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes names of labels, each once as long as there are not very many. Not thread-safe. */
final class LabelNames {
  private static final int SLOTS = 1 << 16;
  private static final int MOST_NAMES = SLOTS / 2;
  private static final int FACTOR = 0x01000193;

  private final byte[] @Nullable [] keys = new byte[SLOTS][];
  private final @Nullable String[] names = new String[SLOTS];
  private int count;

  /** The name in these bytes. */
  String of(final byte[] bytes, final int from, final int to) {
    int hash = 0x811C9DC5;
    for (int at = from; at < to; at++) {
      hash = (hash ^ bytes[at]) * FACTOR;
    }
    int slot = (hash ^ hash >>> 15) & SLOTS - 1;
    while (true) {
      final byte[] key = keys[slot];
      final String name = names[slot];
      if (key == null || name == null) {
        break;
      }
      if (Arrays.equals(key, 0, key.length, bytes, from, to)) {
        return name;
      }
      slot = slot + 1 & SLOTS - 1;
    }
    final String name = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (count < MOST_NAMES) {
      keys[slot] = Arrays.copyOfRange(bytes, from, to);
      names[slot] = name;
      count++;
    }
    return name;
  }

  /**
   * Adds the labels of a cell, which is written to: white space around a label and fastText's prefix go, each white space within becomes {@code _}. What is
   * empty then is no label.
   */
  void split(final byte[] cell, final int from, final int to, final Optional<Character> separator, final List<String> labels) {
    if (separator.isEmpty()) {
      clean(cell, from, to, labels);
      return;
    }
    final byte between = (byte) (char) separator.get();
    int start = from;
    for (int at = from; at <= to; at++) {
      if (at == to || cell[at] == between) {
        clean(cell, start, at, labels);
        start = at + 1;
      }
    }
  }

  private void clean(final byte[] cell, final int from, final int to, final List<String> labels) {
    int start = from;
    int end = to;
    while (start < end && Tokens.isWhiteSpace(cell[start])) {
      start++;
    }
    while (end > start && Tokens.isWhiteSpace(cell[end - 1])) {
      end--;
    }
    if (Tokens.isLabel(cell, start, end)) {
      start += Tokens.prefixLength();
    }
    for (int at = start; at < end; at++) {
      cell[at] = Tokens.isWhiteSpace(cell[at]) ? (byte) '_' : cell[at];
    }
    if (end > start) {
      labels.add(of(cell, start, end));
    }
  }
}
