package io.labelstream.model.labeltree;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Random texts of all lengths in bytes, of letters of many alphabets, marks, digits, emoji and bytes that are not UTF-8. */
final class TortureTexts {
  private static final String[] PIECES = {
    "a", "B", "z", "Z", "_", "0", "9", " ", "  ", "-", "'", ".", "\t", "\n", "\0", "the", "The", "THE", "é", "É", "ß", "ẞ", "İ", "ı", "Ⱥ", "Σ", "ς", "ﬁ", "Ǆ",
    "e\u0301", "\u0301", "\u20DD", "क्षि", "日本", "の", "\uD83D\uDE00", "\uD835\uDC00", "\uD801\uDC00", "٣", "²", "Ⅷ", "½", "\u200D", "\u00AD", "\u00A0", "\u2028",
    "\uFFFD", "\uFFFE", "\uFFFF", "\uDBFF\uDFFF", "\u07FF", "\u0800", "\u0378", "\uE000"
  };
  /** Truncated, overlong, out of range, surrogates, stray bytes. */
  private static final int[][] BROKEN = {
    {0x80}, {0xBF}, {0xC3}, {0xC0, 0xAF}, {0xC1, 0xBF}, {0xE0, 0x80, 0x80}, {0xE0, 0xA0}, {0xE2, 0x82}, {0xED, 0xA0, 0x80}, {0xED, 0xBF, 0xBF},
    {0xF0, 0x80, 0x80, 0x80}, {0xF0, 0x9F, 0x98}, {0xF4, 0x90, 0x80, 0x80}, {0xF5, 0x80, 0x80, 0x80}, {0xFF}, {0xFE}, {0xE9, 'a', 'b'}
  };

  private TortureTexts() {}

  static byte[] text(final Random random, final int pieces) {
    final ByteArrayOutputStream text = new ByteArrayOutputStream();
    final boolean isSound = random.nextBoolean();
    for (int piece = 0; piece < pieces; piece++) {
      if (!isSound && random.nextInt(8) == 0) {
        for (final int broken : BROKEN[random.nextInt(BROKEN.length)]) {
          text.write(broken);
        }
      } else if (random.nextInt(4) == 0) {
        text.writeBytes(new String(Character.toChars(point(random))).getBytes(StandardCharsets.UTF_8));
      } else {
        text.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
      }
    }
    return text.toByteArray();
  }

  private static int point(final Random random) {
    return random.nextInt(random.nextBoolean() ? 0x250 : random.nextBoolean() ? 0xD800 : Character.MAX_CODE_POINT + 1);
  }
}
