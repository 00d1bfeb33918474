package io.labelstream.wire.internal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Strings of JSON in UTF-8: quotation marks, backslashes and control characters are escaped, and nothing else. */
public final class JsonStrings {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int CONTROLS = 0x20;

  private JsonStrings() {}

  /** Writes a text between quotation marks; an unpaired surrogate becomes {@code ?}. */
  public static void write(final String text, final ValueBuffer out) {
    final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    write(utf8, 0, utf8.length, out);
  }

  /** Writes {@code length} bytes of UTF-8 from {@code offset} between quotation marks. */
  public static void write(final byte[] utf8, final int offset, final int length, final ValueBuffer out) {
    out.append('"');
    int start = offset;
    for (int at = offset; at < offset + length; at++) {
      final byte next = utf8[at];
      if (next >= 0 && next < CONTROLS || next == '"' || next == '\\') {
        out.append(utf8, start, at - start);
        start = at + 1;
        escape(next, out);
      }
    }
    out.append(utf8, start, offset + length - start);
    out.append('"');
  }

  private static void escape(final byte ascii, final ValueBuffer out) {
    out.append('\\');
    switch (ascii) {
      case '"', '\\' -> out.append((char) ascii);
      case '\b' -> out.append('b');
      case '\t' -> out.append('t');
      case '\n' -> out.append('n');
      case '\f' -> out.append('f');
      case '\r' -> out.append('r');
      default -> out.append("u00" + HEX.toHexDigits(ascii));
    }
  }
}
