package io.labelstream.cli.output;

import io.labelstream.rollout.control.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and durations as people write and read them. */
public final class Times {
  private static final String BEGINNING = "the beginning";
  private static final Map<String, ChronoUnit> UNITS =
      Map.of("us", ChronoUnit.MICROS, "ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(us|ms|s|m|h|d)");
  private static final Pattern DURATION = Pattern.compile("(" + PART.pattern() + ")+");
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long SECONDS_PER_MINUTE = 60;
  private static final long SECONDS_PER_HOUR = 3_600;
  private static final long SECONDS_PER_DAY = 86_400;
  /** Durations of fewer seconds have a fraction. */
  private static final long FEW_SECONDS = 10;

  private Times() {}

  /** A duration such as {@code 50us}, {@code 500ms}, {@code 30s} or {@code 1h30m}; empty if the text is not a duration. */
  public static Optional<Duration> parseDuration(final String text) {
    if (!DURATION.matcher(text).matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    final Matcher parts = PART.matcher(text);
    while (parts.find()) {
      sum = sum.plus(Long.parseLong(parts.group(1)), UNITS.get(parts.group(2)));
    }
    return Optional.of(sum);
  }

  /** A moment in UTC with milliseconds, or {@code the beginning}. */
  public static String utc(final long epochMillis) {
    if (epochMillis == Entry.BEGINNING) {
      return BEGINNING;
    }
    final String text = Instant.ofEpochMilli(epochMillis).toString();
    // Whole seconds would have no fraction otherwise, and the column would be ragged.
    return text.contains(".") || !text.endsWith("Z") ? text : text.substring(0, text.length() - 1) + ".000Z";
  }

  /** The time between a moment and now: {@code in 30 s}, {@code 5 min ago}. */
  public static String distance(final long epochMillis, final Instant now) {
    final Duration until = Duration.between(now, Instant.ofEpochMilli(epochMillis));
    return until.isNegative() ? inWords(until.negated()) + " ago" : "in " + inWords(until);
  }

  /** A duration in one unit, to the nearest. */
  public static String inWords(final Duration duration) {
    final long millis = duration.toMillis();
    if (millis < FEW_SECONDS * MILLIS_PER_SECOND) {
      return millis < MILLIS_PER_SECOND ? millis + " ms" : trimmed(String.format(Locale.ROOT, "%.1f", millis / (double) MILLIS_PER_SECOND)) + " s";
    }
    final long seconds = nearest(millis, MILLIS_PER_SECOND);
    if (seconds < 2 * SECONDS_PER_MINUTE) {
      return seconds + " s";
    }
    if (seconds < 2 * SECONDS_PER_HOUR) {
      return nearest(seconds, SECONDS_PER_MINUTE) + " min";
    }
    return seconds < 2 * SECONDS_PER_DAY ? nearest(seconds, SECONDS_PER_HOUR) + " h" : nearest(seconds, SECONDS_PER_DAY) + " days";
  }

  /** The time of a step, such as {@code 0.4 ms}, {@code 12 ms} or {@code 1.3 s}. */
  public static String step(final Duration duration) {
    final long micros = duration.toNanos() / 1_000;
    return micros < 10_000 ? String.format(Locale.ROOT, "%.1f ms", micros / 1_000.0) : inWords(duration);
  }

  /** The time of a text, such as {@code 4.1 µs}, {@code 52 µs} or {@code 1,200 µs}. */
  public static String micros(final Duration duration) {
    final double micros = duration.toNanos() / 1e3;
    return String.format(Locale.ROOT, micros < 10 ? "%.1f µs" : "%,.0f µs", micros);
  }

  private static long nearest(final long amount, final long unit) {
    return (amount + unit / 2) / unit;
  }

  private static String trimmed(final String decimal) {
    return decimal.endsWith(".0") ? decimal.substring(0, decimal.length() - 2) : decimal;
  }
}
