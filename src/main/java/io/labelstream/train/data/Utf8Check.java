package io.labelstream.train.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Tells what is no UTF-8. Not thread-safe. */
final class Utf8Check {
  private static final int CHARACTERS = 1 << 10;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer characters = CharBuffer.allocate(CHARACTERS);

  /** Whether the {@code length} bytes from {@code offset} on are no UTF-8. */
  boolean isMalformed(final byte[] bytes, final int offset, final int length) {
    final ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
    decoder.reset();
    while (true) {
      final CoderResult result = decoder.decode(left, characters.clear(), true);
      if (!result.isOverflow()) {
        return result.isError();
      }
    }
  }
}
