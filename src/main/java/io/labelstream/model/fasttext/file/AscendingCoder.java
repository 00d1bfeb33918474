package io.labelstream.model.fasttext.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import java.io.ByteArrayOutputStream;

/**
 * Codes ascending numbers by their gaps, with a Golomb code: for randomly spread numbers, it takes at most 1/20 bit more than the fewest that any code needs.
 *
 * <pre>
 *  | divisor int32 | codes, bits from the highest of a byte on, then zeros up to a whole byte |
 *
 *  code of a gap g = number - number before - 1, with -1 before the first number:
 *    | g / divisor ones | 0 | g % divisor: b - 1 bits if it is below 2^b - divisor, else itself plus 2^b - divisor in b bits |
 *    with b the bits of divisor - 1
 * </pre>
 */
final class AscendingCoder {
  private AscendingCoder() {}

  /** Codes numbers, each greater than the one before, none negative. */
  static byte[] write(final int[] numbers) {
    final int divisor = divisor(numbers);
    final Writer out = new Writer();
    out.bits(divisor & 0xFF, Byte.SIZE);
    out.bits(divisor >>> 8 & 0xFF, Byte.SIZE);
    out.bits(divisor >>> 16 & 0xFF, Byte.SIZE);
    out.bits(divisor >>> 24, Byte.SIZE);
    final int bits = bits(divisor);
    final int shorter = (int) ((1L << bits) - divisor);
    int before = -1;
    for (final int number : numbers) {
      final int gap = number - before - 1;
      for (int ones = gap / divisor; ones > 0; ones--) {
        out.bits(1, 1);
      }
      out.bits(0, 1);
      final int rest = gap % divisor;
      if (rest < shorter) {
        out.bits(rest, bits - 1);
      } else {
        out.bits(rest + shorter, bits);
      }
      before = number;
    }
    return out.finish();
  }

  /** The best divisor for the mean gap of these numbers. */
  private static int divisor(final int[] numbers) {
    final double mean = numbers.length == 0 ? 0 : (double) (numbers[numbers.length - 1] + 1L) / numbers.length;
    return (int) Math.max(1, Math.round(mean * Math.log(2)));
  }

  private static int bits(final int divisor) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(divisor - 1);
  }

  /**
   * Reads numbers.
   *
   * @param what the numbers, for messages
   * @param count the number of numbers
   * @param limit the exclusive upper bound of the numbers
   * @throws ModelRefusedException if {@code codes} are not exactly those of {@code count} numbers
   */
  static int[] read(final byte[] codes, final String what, final int count, final int limit) throws ModelRefusedException {
    final Reader in = new Reader(codes, what);
    if (codes.length < Integer.BYTES || count > (codes.length - Integer.BYTES) * (long) Byte.SIZE) {
      throw new ModelRefusedException(ModelDefect.TRUNCATED, what + ": " + codes.length + " bytes cannot hold " + count + " numbers");
    }
    final int divisor = codes[0] & 0xFF | (codes[1] & 0xFF) << 8 | (codes[2] & 0xFF) << 16 | codes[3] << 24;
    if (divisor < 1) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, what + " have the divisor " + divisor + ", expected at least 1");
    }
    final int bits = bits(divisor);
    final int shorter = (int) ((1L << bits) - divisor);
    final int[] numbers = new int[count];
    long before = -1;
    for (int index = 0; index < count; index++) {
      before += in.ones(limit) * divisor + 1;
      if (bits > 0) {
        final int rest = in.bits(bits - 1);
        before += rest < shorter ? rest : (rest << 1 | in.bits(1)) - shorter;
      }
      if (before >= limit) {
        throw new ModelRefusedException(ModelDefect.INCONSISTENT, what + ": number " + index + " is not below " + limit);
      }
      numbers[index] = (int) before;
    }
    in.requireEnd();
    return numbers;
  }

  /** Writes bits from the highest of a byte on. */
  private static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int pending = 1;

    void bits(final int value, final int count) {
      for (int bit = count - 1; bit >= 0; bit--) {
        pending = pending << 1 | value >>> bit & 1;
        if (pending >= 1 << Byte.SIZE) {
          out.write(pending);
          pending = 1;
        }
      }
    }

    byte[] finish() {
      while (pending > 1) {
        bits(0, 1);
      }
      return out.toByteArray();
    }
  }

  /** Reads bits from the highest of a byte on. */
  private static final class Reader {
    private final byte[] codes;
    private final String what;
    private int position = Integer.BYTES;
    /** The next bits, from the highest on, followed by zeros. */
    private long window;
    private int available;

    Reader(final byte[] codes, final String what) {
      this.codes = codes;
      this.what = what;
    }

    /** The number of ones before the next zero, which is stepped over; some number greater than {@code most} if there are more. */
    long ones(final long most) throws ModelRefusedException {
      long count = 0;
      int ones = fill();
      while (ones == available && ones > 0) {
        count += ones;
        if (count > most) {
          return count;
        }
        window = 0;
        available = 0;
        ones = fill();
      }
      skip(ones + 1);
      return count + ones;
    }

    /** The next bits as a number; at most 32. */
    int bits(final int count) throws ModelRefusedException {
      fill();
      // Two shifts: one alone cannot shift out all 64 bits.
      final int bits = (int) (window >>> 1 >>> Long.SIZE - 1 - count);
      skip(count);
      return bits;
    }

    /** Fills the window with as many whole bytes as fit, and returns the number of ones before its first zero. */
    private int fill() {
      while (available <= Long.SIZE - Byte.SIZE && position < codes.length) {
        window |= (codes[position++] & 0xFFL) << Long.SIZE - Byte.SIZE - available;
        available += Byte.SIZE;
      }
      return Math.min(Long.numberOfLeadingZeros(~window), available);
    }

    private void skip(final int count) throws ModelRefusedException {
      if (count > available) {
        throw new ModelRefusedException(ModelDefect.TRUNCATED, what + " end within a number");
      }
      // Again two shifts, and none if nothing is skipped.
      window = count == 0 ? window : window << count - 1 << 1;
      available -= count;
    }

    void requireEnd() throws ModelRefusedException {
      final int whole = available / Byte.SIZE + codes.length - position;
      if (whole > 0) {
        throw new ModelRefusedException(ModelDefect.TRAILING_BYTES, what + " have " + codes.length + " bytes, but end at " + (codes.length - whole));
      }
      if (window != 0) {
        throw new ModelRefusedException(ModelDefect.INCONSISTENT, what + " have bits behind the last number");
      }
    }
  }
}
