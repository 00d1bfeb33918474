package io.labelstream.wire.internal;

import java.time.Instant;
import java.time.LocalDate;

/** Times as strings of JSON, in ISO-8601 and UTC, as {@link Instant#toString} writes them. Remembers the last date. Not thread-safe. */
public final class JsonTime {
  private static final int MILLIS_PER_DAY = 86_400_000;
  private static final int MOST_CHARACTERS = 26;
  private static final int LAST_YEAR_OF_4_DIGITS = 9999;

  /** The last date, with the quotation mark before it; empty if its year does not have four digits. */
  private final ValueBuffer date = new ValueBuffer();
  /** Its day since the epoch; none at first. */
  private long day = Long.MIN_VALUE;

  /** Writes epoch milliseconds, between quotation marks. */
  public void write(final long millis, final ValueBuffer out) {
    final long days = Math.floorDiv(millis, MILLIS_PER_DAY);
    if (days != day) {
      day = days;
      take(LocalDate.ofEpochDay(days));
    }
    if (date.length > 0) {
      out.append(date.bytes, 0, date.length);
      timeOfDay((int) (millis - days * MILLIS_PER_DAY), out);
    } else {
      out.append('"' + Instant.ofEpochMilli(millis).toString() + '"');
    }
  }

  private void take(final LocalDate of) {
    date.clear();
    if (of.getYear() < 0 || of.getYear() > LAST_YEAR_OF_4_DIGITS) {
      return;
    }
    date.append('"');
    JsonIntegers.put(of.getYear(), 4, date);
    date.append('-');
    JsonIntegers.put(of.getMonthValue(), 2, date);
    date.append('-');
    JsonIntegers.put(of.getDayOfMonth(), 2, date);
  }

  private static void timeOfDay(final int millis, final ValueBuffer out) {
    out.reserve(MOST_CHARACTERS);
    final int seconds = millis / 1000;
    put('T', seconds / 3600, out);
    put(':', seconds / 60 % 60, out);
    put(':', seconds % 60, out);
    final int rest = millis % 1000;
    if (rest != 0) {
      put('.', rest / 10, out);
      out.bytes[out.length++] = (byte) ('0' + rest % 10);
    }
    out.bytes[out.length++] = 'Z';
    out.bytes[out.length++] = '"';
  }

  /** Puts a character and two digits. */
  private static void put(final char before, final int value, final ValueBuffer out) {
    out.bytes[out.length] = (byte) before;
    out.bytes[out.length + 1] = (byte) ('0' + value / 10);
    out.bytes[out.length + 2] = (byte) ('0' + value % 10);
    out.length += 3;
  }
}
