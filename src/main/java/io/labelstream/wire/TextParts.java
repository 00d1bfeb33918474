package io.labelstream.wire;

import java.util.Arrays;

/** The texts of one record's fields, and all of them together. Reused; not thread-safe. */
final class TextParts {
  private static final byte SEPARATOR = '\n';

  private final TextSlice[] parts;
  private final boolean[] present;
  private final Utf8Buffer joined = new Utf8Buffer();
  private int count;

  /** @param most how many texts there can be */
  TextParts(final int most) {
    this.parts = new TextSlice[most];
    Arrays.setAll(parts, _ -> new TextSlice());
    this.present = new boolean[most];
  }

  void clear() {
    Arrays.fill(present, false);
    count = 0;
  }

  /** Takes a text, whose bytes must stay until the texts are joined, and while the result is in use. */
  void set(final int text, final byte[] bytes, final int offset, final int length) {
    parts[text].set(bytes, offset, length);
    count += present[text] ? 0 : 1;
    present[text] = true;
  }

  /** How many texts there are. */
  int count() {
    return count;
  }

  /** Points {@code slice} at the only text, where it lies, or at a copy of all with separators between. */
  void join(final TextSlice slice) {
    if (count == 1) {
      int only = 0;
      while (!present[only]) {
        only++;
      }
      slice.set(parts[only].bytes(), parts[only].offset(), parts[only].length());
      return;
    }
    joined.clear(length());
    int before = 0;
    for (int text = 0; text < parts.length; text++) {
      if (present[text]) {
        if (before++ > 0) {
          joined.append(SEPARATOR);
        }
        joined.append(parts[text]);
      }
    }
    slice.set(joined.bytes(), 0, joined.length());
  }

  private int length() {
    int length = count;
    for (int text = 0; text < parts.length; text++) {
      length = Math.addExact(length, present[text] ? parts[text].length() : 0);
    }
    return length;
  }
}
