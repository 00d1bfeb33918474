package io.labelstream.wire;

import java.util.Objects;

/**
 * Where the UTF-8 bytes of a text lie: filled by a {@link TextDecoder}, owned and reused by the caller. Not thread-safe.
 *
 * <p>The bytes are those of the record itself, or of the decoder's own buffer until its next call.
 */
public final class TextSlice {
  private static final byte[] NOTHING = new byte[0];

  private byte[] bytes = NOTHING;
  private int offset;
  private int length;

  /** Points this slice at a range of {@code bytes}. */
  public void set(final byte[] bytes, final int offset, final int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }
}
