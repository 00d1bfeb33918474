package io.labelstream.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The {@link Labels#name} of a label in UTF-8: filled by {@link Labels}, owned and reused by the caller. Not thread-safe. */
public final class LabelName {
  private static final byte[] PREFIX = Labels.PREFIX.getBytes(StandardCharsets.US_ASCII);
  private static final int SMALLEST = 64;

  private byte[] bytes = new byte[SMALLEST];
  private int offset;
  private int length;

  /** Holds the name from {@link #offset} on. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the name starts. */
  public int offset() {
    return offset;
  }

  /** How many bytes it has. */
  public int length() {
    return length;
  }

  /** Becomes the name in the text of a label. */
  void set(final String text) {
    bytes = Labels.nameIn(text).getBytes(StandardCharsets.UTF_8);
    offset = 0;
    length = bytes.length;
  }

  /** Becomes the name in {@code size} bytes of a model. */
  void set(final MemorySegment labels, final long start, final int size) {
    if (size > bytes.length) {
      bytes = new byte[Math.max(size, 2 * bytes.length)];
    }
    MemorySegment.copy(labels, ValueLayout.JAVA_BYTE, start, bytes, 0, size);
    if (!LabelText.isVerbatim(bytes, size)) {
      set(LabelText.of(Arrays.copyOf(bytes, size)));
      return;
    }
    offset = size > PREFIX.length && Arrays.equals(bytes, 0, PREFIX.length, PREFIX, 0, PREFIX.length) ? PREFIX.length : 0;
    length = size - offset;
  }

  /** True if the name is this one. */
  public boolean isSameAs(final byte[] utf8, final int from, final int size) {
    return Arrays.equals(bytes, offset, offset + length, utf8, from, from + size);
  }
}
