package io.labelstream.model;

import io.labelstream.text.Utf8Points;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The bytes of a label as text. A model file holds bytes, which are UTF-8 nearly always; fastText takes them as they are. Each byte that is not part of UTF-8
 * becomes {@code \xHH}, with two upper-case digits, so that labels with different bytes have different texts: the label {@code thé} of a model trained on
 * ISO-8859-1 is {@code th\xE9}. If a label itself contains four such characters, their backslash becomes {@code \x5C}. All other labels are decoded as UTF-8.
 */
public final class LabelText {
  private static final String ESCAPE = "\\x";
  private static final int ESCAPE_CHARACTERS = 4;
  private static final char REPLACEMENT = '\uFFFD';
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private LabelText() {}

  /** The text of a label with these bytes. */
  public static String of(final byte[] label) {
    final String text = new String(label, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 && !text.contains(ESCAPE) ? text : escaped(label);
  }

  /** True if the first {@code length} bytes are the text of a label in UTF-8 as they are. */
  static boolean isVerbatim(final byte[] label, final int length) {
    int at = 0;
    while (at < length) {
      if (label[at] >= 0) {
        if (label[at] == '\\' && at + 1 < length && label[at + 1] == 'x') {
          return false;
        }
        at++;
      } else {
        final int point = Utf8Points.at(label, at, length);
        if (point == Utf8Points.MALFORMED) {
          return false;
        }
        at += Utf8Points.bytes(point);
      }
    }
    return true;
  }

  private static String escaped(final byte[] label) {
    final StringBuilder text = new StringBuilder(label.length);
    final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    final ByteBuffer bytes = ByteBuffer.wrap(label);
    final CharBuffer characters = CharBuffer.allocate(label.length);
    while (bytes.hasRemaining()) {
      decoder.reset();
      final CoderResult result = decoder.decode(bytes, characters, true);
      appendLiteral(characters.flip().toString(), text);
      characters.clear();
      for (int malformed = result.isMalformed() ? result.length() : 0; malformed > 0; malformed--) {
        appendByte(bytes.get(), text);
      }
    }
    return text.toString();
  }

  private static void appendLiteral(final String literal, final StringBuilder text) {
    for (int at = 0; at < literal.length(); at++) {
      if (isEscape(literal, at)) {
        appendByte((byte) '\\', text);
      } else {
        text.append(literal.charAt(at));
      }
    }
  }

  private static boolean isEscape(final String text, final int at) {
    return text.startsWith(ESCAPE, at)
        && at + ESCAPE_CHARACTERS <= text.length()
        && text.substring(at + ESCAPE.length(), at + ESCAPE_CHARACTERS).chars().allMatch(digit -> digit >= '0' && digit <= '9' || digit >= 'A' && digit <= 'F');
  }

  private static void appendByte(final byte value, final StringBuilder text) {
    text.append(ESCAPE).append(HEX.toHexDigits(value));
  }
}
