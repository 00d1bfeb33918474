package io.labelstream.model.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Texts one after the other in few bytes: best in ascending order of their bytes.
 *
 * <pre>
 *  | bytes of the texts, with a zero for each, int32 | {@link TextCoder} stream |
 * </pre>
 *
 * <p>The texts have at most {@value #MOST_TEXT_PER_STREAM} times the bytes of the stream and {@value #TEXT_FOR_NOTHING} more, so that a short stream cannot ask
 * for much memory.
 */
public final class CodedTexts {
  private static final int MOST_TEXT_PER_STREAM = 64;
  private static final int TEXT_FOR_NOTHING = 1024;

  private CodedTexts() {}

  /**
   * Codes texts.
   *
   * @param texts of any bytes but 0
   * @throws IllegalArgumentException if a text has a byte of 0
   * @throws ArithmeticException if the texts have 2 GiB or more
   */
  public static byte[] write(final List<byte[]> texts) {
    int bytes = 0;
    for (final byte[] text : texts) {
      bytes = Math.addExact(bytes, text.length + 1);
      for (final byte value : text) {
        if (value == 0) {
          throw new IllegalArgumentException("a text has a byte of 0, expected none");
        }
      }
    }
    final BitWriter stream = new BitWriter();
    final TextCoder coder = new TextCoder(stream, bytes);
    texts.forEach(coder::write);
    final byte[] coded = stream.finish();
    // Padding with zeros is harmless: a reader takes zeros after the stream anyway.
    final int least = (int) ((bytes - TEXT_FOR_NOTHING + MOST_TEXT_PER_STREAM - 1L) / MOST_TEXT_PER_STREAM);
    final byte[] section = new byte[Integer.BYTES + Math.max(coded.length, least)];
    ByteBuffer.wrap(section).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes).put(coded);
    return section;
  }

  /**
   * Reads texts.
   *
   * @param name of the section, for messages
   * @param count the number of texts
   * @throws ModelRefusedException if the section does not hold that many
   */
  public static List<byte[]> read(final byte[] section, final String name, final long count) throws ModelRefusedException {
    if (section.length < Integer.BYTES) {
      throw new ModelRefusedException(ModelDefect.TRUNCATED, name + " has " + section.length + " bytes, expected at least " + Integer.BYTES);
    }
    final int bytes = MemorySegment.ofArray(section).get(LittleEndian.INT32, 0);
    final byte[] stream = Arrays.copyOfRange(section, Integer.BYTES, section.length);
    final long most = (long) MOST_TEXT_PER_STREAM * stream.length + TEXT_FOR_NOTHING;
    if (bytes < count || bytes > most) {
      throw inconsistent("the texts of %s have %d bytes, expected %d to %d for %d texts", name, bytes, count, most, count);
    }
    final TextCoder coder = new TextCoder(new BitReader(stream), bytes);
    final List<byte[]> texts = new ArrayList<>((int) count);
    int left = bytes;
    for (int entry = 0; entry < count; entry++) {
      final int longest = left - ((int) count - entry);
      final byte[] text = coder.read(longest);
      if (text.length > longest) {
        throw inconsistent("the texts of %s have more than %d bytes, at text %d of %d", name, bytes, entry, count);
      }
      texts.add(text);
      left -= text.length + 1;
    }
    if (left > 0) {
      throw inconsistent("the texts of %s have %d bytes fewer than %d", name, left, bytes);
    }
    return texts;
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
