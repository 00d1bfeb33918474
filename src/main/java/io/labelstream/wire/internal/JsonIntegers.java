package io.labelstream.wire.internal;

/** Whole numbers in decimal digits. */
public final class JsonIntegers {
  private static final int MOST_CHARACTERS = 20;
  private static final int MOST_DIGITS = 19;

  private JsonIntegers() {}

  /** Writes a number. */
  public static void write(final long value, final ValueBuffer out) {
    if (value == Long.MIN_VALUE) {
      out.append(Long.toString(value));
      return;
    }
    if (value < 0) {
      out.append('-');
    }
    out.reserve(MOST_CHARACTERS);
    final long magnitude = Math.abs(value);
    put(magnitude, digits(magnitude), out);
  }

  /** How many digits a number has that is not negative. */
  static int digits(final long value) {
    int count = 1;
    for (long least = 10; count < MOST_DIGITS && least <= value; least *= 10) {
      count++;
    }
    return count;
  }

  /** Puts the last {@code count} digits of a number that is not negative, zeros before it included, where there is room for them. */
  static void put(final long value, final int count, final ValueBuffer out) {
    final byte[] bytes = out.bytes;
    int at = out.length + count;
    out.length = at;
    long high = value;
    for (; high > Integer.MAX_VALUE && at > out.length - count; high /= 10) {
      bytes[--at] = (byte) ('0' + high % 10);
    }
    int low = (int) high;
    while (at > out.length - count) {
      final int tenth = low / 10;
      bytes[--at] = (byte) ('0' + low - 10 * tenth);
      low = tenth;
    }
  }
}
