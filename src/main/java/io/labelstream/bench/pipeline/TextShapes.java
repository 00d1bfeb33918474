package io.labelstream.bench.pipeline;

import io.labelstream.bench.BenchTexts;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Texts of a given length: cut or put together from given ones, or made up. */
final class TextShapes {
  private static final int WORDS = 20_000;
  private static final int LONGEST_WORD = 10;
  private static final int MADE_UP = 10_000;
  /** All texts of one length together, so that a megabyte each does not fill the heap. */
  private static final int MOST_BYTES = 32 << 20;

  private TextShapes() {}

  /**
   * Made-up texts: words of random letters, of which some are as much more frequent than others as in natural language.
   *
   * @param bytes the length of each
   * @param seed the same seed gives the same texts
   */
  static BenchTexts madeUp(final int bytes, final long seed) {
    final Random random = new Random(seed);
    final byte[][] words = new byte[WORDS][];
    for (int word = 0; word < WORDS; word++) {
      words[word] = new byte[1 + random.nextInt(LONGEST_WORD)];
      for (int letter = 0; letter < words[word].length; letter++) {
        words[word][letter] = (byte) random.nextInt('a', 'z' + 1);
      }
    }
    final List<byte[]> texts = new ArrayList<>();
    for (int text = 0; text < count(bytes); text++) {
      final ByteArrayOutputStream written = new ByteArrayOutputStream(bytes + LONGEST_WORD);
      while (written.size() < bytes) {
        // By Zipf's law: the word of rank r is met 1/r as often as the first.
        written.writeBytes(words[(int) Math.pow(WORDS, random.nextDouble()) - 1]);
        written.write(' ');
      }
      texts.add(Arrays.copyOf(written.toByteArray(), bytes));
    }
    return new BenchTexts("made up from seed " + seed, texts);
  }

  /** Given texts one after the other, cut into pieces of {@code bytes} bytes; a character that would be cut is replaced by spaces. */
  static BenchTexts ofLength(final BenchTexts given, final int bytes) {
    final List<byte[]> pieces = new ArrayList<>();
    final ByteArrayOutputStream written = new ByteArrayOutputStream(bytes);
    for (int next = 0; pieces.size() < Math.min(count(bytes), given.texts().size()); next = (next + 1) % given.texts().size()) {
      written.writeBytes(given.texts().get(next));
      written.write(' ');
      if (written.size() >= bytes) {
        pieces.add(cut(written.toByteArray(), bytes));
        written.reset();
      }
    }
    return new BenchTexts(given.name(), pieces);
  }

  private static int count(final int bytes) {
    return Math.clamp(MOST_BYTES / bytes, 1, MADE_UP);
  }

  private static byte[] cut(final byte[] text, final int bytes) {
    final byte[] piece = Arrays.copyOf(text, bytes);
    int end = bytes;
    if (text.length > bytes) {
      while (end > 0 && (text[end] & 0xC0) == 0x80) {
        end--;
      }
    }
    Arrays.fill(piece, end, bytes, (byte) ' ');
    return piece;
  }
}
