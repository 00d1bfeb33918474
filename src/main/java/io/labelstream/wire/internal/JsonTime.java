package io.labelstream.wire.internal;

import java.time.Instant;
import java.time.LocalDate;

/** Times as strings of JSON, in ISO-8601 and UTC, as {@link Instant#toString} writes them. Remembers the last date. Not thread-safe. */
public final class JsonTime {
  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final int MOST_CHARACTERS = 26;
  private static final int LAST_YEAR_OF_4_DIGITS = 9999;

  private long day;
  private LocalDate date = LocalDate.EPOCH;

  /** Writes epoch milliseconds, between quotation marks. */
  public void write(final long millis, final ValueBuffer out) {
    final long days = Math.floorDiv(millis, MILLIS_PER_DAY);
    if (days != day) {
      day = days;
      date = LocalDate.ofEpochDay(days);
    }
    out.append('"');
    if (date.getYear() < 0 || date.getYear() > LAST_YEAR_OF_4_DIGITS) {
      out.append(Instant.ofEpochMilli(millis).toString());
    } else {
      out.reserve(MOST_CHARACTERS);
      JsonIntegers.put(date.getYear(), 4, out);
      part('-', date.getMonthValue(), out);
      part('-', date.getDayOfMonth(), out);
      timeOfDay((int) (millis - days * MILLIS_PER_DAY), out);
    }
    out.append('"');
  }

  private static void timeOfDay(final int millis, final ValueBuffer out) {
    final int seconds = millis / 1000;
    part('T', seconds / 3600, out);
    part(':', seconds / 60 % 60, out);
    part(':', seconds % 60, out);
    if (millis % 1000 != 0) {
      out.append('.');
      JsonIntegers.put(millis % 1000, 3, out);
    }
    out.append('Z');
  }

  private static void part(final char before, final int value, final ValueBuffer out) {
    out.append(before);
    JsonIntegers.put(value, 2, out);
  }
}
