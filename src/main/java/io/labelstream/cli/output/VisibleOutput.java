package io.labelstream.cli.output;

import io.labelstream.display.VisibleText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Lines of UTF-8 on their way to a terminal: every character except line feeds and tabs is made {@linkplain VisibleText visible}, and a byte that is not
 * UTF-8 becomes {@code \xHH}. A character that is cut by the end of a write waits for the next write. Not thread-safe.
 */
public final class VisibleOutput extends OutputStream {
  private static final String STAY = "\n\t";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final OutputStream out;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private byte[] waiting = {};

  public VisibleOutput(final OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(final int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(final byte[] bytes, final int offset, final int length) throws IOException {
    final ByteBuffer all = ByteBuffer.allocate(waiting.length + length).put(waiting).put(bytes, offset, length).flip();
    final CharBuffer text = CharBuffer.allocate(all.remaining());
    final StringBuilder visible = new StringBuilder();
    CoderResult result;
    do {
      result = decoder.decode(all, text, false);
      text.flip().codePoints().forEach(character -> visible.appendCodePoint(STAY.indexOf(character) < 0 ? VisibleText.of(character) : character));
      text.clear();
      for (int malformed = result.isMalformed() ? result.length() : 0; malformed > 0; malformed--) {
        visible.append("\\x").append(HEX.toHexDigits(all.get()));
      }
    } while (result.isMalformed());
    waiting = Arrays.copyOfRange(all.array(), all.position(), all.limit());
    out.write(visible.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
