package io.labelstream.cli.verb;

import io.labelstream.cli.output.Times;
import io.labelstream.rollout.fleet.EffectiveTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code now}, {@code beginning}, a moment with its zone, or a signed duration. */
public final class EffectiveTimeConverter implements ITypeConverter<EffectiveTime> {
  @Override
  public EffectiveTime convert(final String text) {
    if (text.equals("now")) {
      return new EffectiveTime.Now();
    }
    if (text.equals("beginning")) {
      return new EffectiveTime.Beginning();
    }
    if (text.startsWith("+") || text.startsWith("-")) {
      final Optional<Duration> duration = Times.parseDuration(text.substring(1));
      if (duration.isPresent()) {
        return new EffectiveTime.After(text.startsWith("-") ? duration.get().negated() : duration.get());
      }
    }
    try {
      final Instant instant = ZonedDateTime.parse(text).toInstant();
      // Throws if epoch milliseconds cannot express it.
      instant.toEpochMilli();
      return new EffectiveTime.Moment(instant);
    } catch (final DateTimeParseException none) {
      throw new TypeConversionException("'" + text + "' is no effective time; write 2026-01-31T12:00:00Z, 2026-01-31T12:00+01:00, "
          + "2026-01-31T12:00+01:00[Europe/Berlin], +10m, now or beginning");
    } catch (final DateTimeException | ArithmeticException outOfRange) {
      throw new TypeConversionException("'" + text + "' is beyond the times that a record can have");
    }
  }
}
