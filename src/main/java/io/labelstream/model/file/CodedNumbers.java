package io.labelstream.model.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * Numbers from 0 on one after the other, in few bytes if they are small.
 *
 * <pre>
 *  number:  | 1 | bits 0 to 6 | 1 | bits 7 to 13 | ... | 0 | last bits |      a byte for each seven bits, the highest of the last byte not 0 but for the number 0
 * </pre>
 */
public final class CodedNumbers {
  private static final int BITS = 7;
  private static final int LOW = (1 << BITS) - 1;
  private static final int MORE = 1 << BITS;

  private CodedNumbers() {}

  /**
   * Codes numbers.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public static byte[] write(final int[] numbers) {
    final ByteArrayOutputStream section = new ByteArrayOutputStream(numbers.length);
    for (final int number : numbers) {
      if (number < 0) {
        throw new IllegalArgumentException("a number is " + number + ", expected at least 0");
      }
      int left = number;
      while (left > LOW) {
        section.write(left & LOW | MORE);
        left >>>= BITS;
      }
      section.write(left);
    }
    return section.toByteArray();
  }

  /**
   * Reads numbers.
   *
   * @param name of the section, for messages
   * @param count how many
   * @param most the greatest one that is allowed
   * @throws ModelRefusedException if the section does not hold just so many, or one is greater
   */
  public static int[] read(final byte[] section, final String name, final int count, final int most) throws ModelRefusedException {
    // Checked before the array is allocated.
    if (section.length < count) {
      throw inconsistent("%s has %d bytes, expected at least %d", name, section.length, count);
    }
    final int[] numbers = new int[count];
    int at = 0;
    for (int index = 0; index < count; index++) {
      long number = 0;
      int shift = 0;
      int part;
      do {
        if (at == section.length || shift >= Integer.SIZE) {
          throw inconsistent("%s ends within number %d of %d, or has one of more than 32 bits", name, index, count);
        }
        part = section[at++];
        number |= (long) (part & LOW) << shift;
        shift += BITS;
      } while ((part & MORE) != 0);
      if (number > most || part == 0 && shift > BITS) {
        throw inconsistent("%s has the number %d in %d bytes, expected at most %d in as few bytes as it takes", name, number, shift / BITS, most);
      }
      numbers[index] = (int) number;
    }
    if (at < section.length) {
      throw inconsistent("%s has %d bytes after the last of %d numbers", name, section.length - at, count);
    }
    return numbers;
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
