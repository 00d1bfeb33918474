package io.labelstream.model.fasttext.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import java.io.ByteArrayOutputStream;

/**
 * Codes numbers of 64 bits in as few bytes as they need.
 *
 * <pre>
 *  number n:  n * 2, or -n * 2 - 1 if it is negative, in groups of 7 bits from the lowest on; the highest bit of a byte is set if another group follows
 * </pre>
 */
final class Varints {
  private static final int GROUP_BITS = 7;
  private static final int GROUP = (1 << GROUP_BITS) - 1;

  private Varints() {}

  static byte[] write(final long[] numbers) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (final long number : numbers) {
      long left = number << 1 ^ number >> Long.SIZE - 1;
      while ((left & ~GROUP) != 0) {
        out.write((int) (left & GROUP) | GROUP + 1);
        left >>>= GROUP_BITS;
      }
      out.write((int) left);
    }
    return out.toByteArray();
  }

  /**
   * Reads numbers.
   *
   * @param what the numbers, for messages
   * @throws ModelRefusedException if {@code bytes} are not exactly those of {@code count} numbers
   */
  static long[] read(final byte[] bytes, final String what, final int count) throws ModelRefusedException {
    if (count > bytes.length) {
      throw new ModelRefusedException(ModelDefect.TRUNCATED, what + ": " + bytes.length + " bytes cannot hold " + count + " numbers");
    }
    final long[] numbers = new long[count];
    int position = 0;
    for (int index = 0; index < count; index++) {
      long value = 0;
      int shift = 0;
      boolean more = true;
      while (more) {
        if (position == bytes.length) {
          throw new ModelRefusedException(ModelDefect.TRUNCATED, what + " end within number " + index);
        }
        if (shift >= Long.SIZE) {
          throw new ModelRefusedException(ModelDefect.INCONSISTENT, what + ": number " + index + " is beyond 64 bits");
        }
        final byte group = bytes[position++];
        value |= (long) (group & GROUP) << shift;
        shift += GROUP_BITS;
        more = group < 0;
      }
      numbers[index] = value >>> 1 ^ -(value & 1);
    }
    if (position < bytes.length) {
      throw new ModelRefusedException(ModelDefect.TRAILING_BYTES, what + " have " + bytes.length + " bytes, but end at " + position);
    }
    return numbers;
  }
}
