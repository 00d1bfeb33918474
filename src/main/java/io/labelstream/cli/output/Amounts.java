package io.labelstream.cli.output;

import java.util.Locale;

/** Amounts as people read them. */
public final class Amounts {
  private static final long KIBI = 1024;

  private Amounts() {}

  /** A number with a comma before each three digits. */
  public static String grouped(final long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number and what it counts, such as {@code 1 text} and {@code 2,000 texts}. */
  public static String counted(final long count, final String one, final String several) {
    return grouped(count) + " " + (count == 1 ? one : several);
  }

  /** Bytes in the unit that leaves few digits. */
  public static String bytes(final long bytes) {
    if (bytes < KIBI) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= KIBI && unit < 3) {
      value /= KIBI;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %ciB", value, "KMGT".charAt(unit));
  }
}
