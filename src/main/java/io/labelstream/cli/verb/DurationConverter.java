package io.labelstream.cli.verb;

import io.labelstream.cli.output.Times;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration such as {@code 30s} or {@code 1h30m} on the command line. */
public final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(final String text) {
    return Times.parseDuration(text)
        .orElseThrow(() -> new TypeConversionException("'" + text + "' is no duration; write 50us, 500ms, 30s, 10m, 2h or 1h30m"));
  }
}
