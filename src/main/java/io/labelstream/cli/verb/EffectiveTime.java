package io.labelstream.cli.verb;

import io.labelstream.cli.output.Times;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Reach;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An effective time as it is asked for on the command line. */
public sealed interface EffectiveTime {

  /** As soon as the lead allows; for a retroactive announcement, from this moment on. */
  record Now() implements EffectiveTime {}

  /** For records of any age. */
  record Beginning() implements EffectiveTime {}

  /** From a moment on. */
  record Moment(Instant instant) implements EffectiveTime {}

  /** So long after the announcement; before it where negative. */
  record After(Duration duration) implements EffectiveTime {}

  /** What to announce at {@code now}. */
  default EffectiveFrom resolve(final Instant now, final Reach reach) {
    return switch (this) {
      case Now _ -> reach == Reach.RETROACTIVE ? new EffectiveFrom.At(now.toEpochMilli()) : new EffectiveFrom.AfterLead();
      case Beginning _ -> new EffectiveFrom.Beginning();
      case Moment(final Instant instant) -> new EffectiveFrom.At(instant.toEpochMilli());
      case After(final Duration duration) -> new EffectiveFrom.At(now.plus(duration).toEpochMilli());
    };
  }

  /**
   * Reads {@code now}, {@code beginning}, a moment with its zone, or a signed duration.
   *
   * @throws IllegalArgumentException if it is none of them; the message names a remedy
   */
  static EffectiveTime parse(final String text) {
    if (text.equals("now")) {
      return new Now();
    }
    if (text.equals("beginning")) {
      return new Beginning();
    }
    if (text.startsWith("+") || text.startsWith("-")) {
      final Optional<Duration> duration = Times.parseDuration(text.substring(1));
      if (duration.isPresent()) {
        return new After(text.startsWith("-") ? duration.get().negated() : duration.get());
      }
    }
    try {
      final Instant instant = ZonedDateTime.parse(text).toInstant();
      // Beyond what epoch milliseconds can say.
      instant.toEpochMilli();
      return new Moment(instant);
    } catch (final DateTimeParseException none) {
      throw new IllegalArgumentException("'" + text + "' is no effective time; write 2026-01-31T12:00:00Z, 2026-01-31T12:00+01:00, "
          + "2026-01-31T12:00+01:00[Europe/Berlin], +10m, now or beginning", none);
    } catch (final DateTimeException | ArithmeticException outOfRange) {
      throw new IllegalArgumentException("'" + text + "' is beyond the times that a record can have", outOfRange);
    }
  }

  /** For picocli. */
  final class Converter implements ITypeConverter<EffectiveTime> {
    @Override
    public EffectiveTime convert(final String text) {
      try {
        return parse(text);
      } catch (final IllegalArgumentException none) {
        throw new TypeConversionException(none.getMessage());
      }
    }
  }
}
