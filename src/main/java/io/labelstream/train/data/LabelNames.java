package io.labelstream.train.data;

import io.labelstream.wire.internal.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the names of labels, each only once unless there are very many. Not thread-safe. */
final class LabelNames {
  private static final int SLOTS = 1 << 16;
  private static final int MOST_NAMES = SLOTS / 2;
  private static final int FACTOR = 0x01000193;
  private static final byte[] PREFIX = DataOptions.LABEL_PREFIX.getBytes(StandardCharsets.US_ASCII);

  private final byte[] @Nullable [] keys = new byte[SLOTS][];
  private final @Nullable String[] names = new String[SLOTS];
  private int count;

  /**
   * The name in these bytes.
   *
   * @throws UnreadableLineException if they are not UTF-8: different names could become one
   */
  String of(final byte[] bytes, final int from, final int to) throws UnreadableLineException {
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
    if (Utf8.firstMalformed(bytes, from, to - from) >= 0) {
      throw new UnreadableLineException("a label is not UTF-8; convert the data, for example with iconv -f ISO-8859-1 -t UTF-8 if that is what they are in");
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
   * Adds the labels of a cell, which is modified: white space around a label and fastText's prefix are removed, white space within is as {@link
   * LabelSpelling} says. An empty rest is no label.
   *
   * @throws UnreadableLineException if a label is not UTF-8
   */
  void split(final byte[] cell, final int from, final int to, final DataOptions options, final List<String> labels)
      throws UnreadableLineException {
    final byte space = options.labelSpelling().space();
    if (options.labelSeparator().isEmpty()) {
      clean(cell, from, to, space, labels);
      return;
    }
    final byte between = (byte) (char) options.labelSeparator().get();
    int start = from;
    for (int at = from; at <= to; at++) {
      if (at == to || cell[at] == between) {
        clean(cell, start, at, space, labels);
        start = at + 1;
      }
    }
  }

  private void clean(final byte[] cell, final int from, final int to, final byte space, final List<String> labels) throws UnreadableLineException {
    int start = from;
    int end = to;
    while (start < end && Tokens.isWhiteSpace(cell[start])) {
      start++;
    }
    while (end > start && Tokens.isWhiteSpace(cell[end - 1])) {
      end--;
    }
    if (end - start > PREFIX.length && Arrays.equals(cell, start, start + PREFIX.length, PREFIX, 0, PREFIX.length)) {
      start += PREFIX.length;
    }
    for (int at = start; at < end; at++) {
      cell[at] = Tokens.isWhiteSpace(cell[at]) ? space : cell[at];
    }
    if (end > start) {
      labels.add(of(cell, start, end));
    }
  }
}
