package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import java.time.Instant;
import java.util.Map;

/**
 * The time of making that is written into files: now, or {@code SOURCE_DATE_EPOCH}, in seconds since 1970, which builds set that have to give the same bytes
 * each time (reproducible-builds.org).
 */
final class ReproducibleTime {
  private static final String VARIABLE = "SOURCE_DATE_EPOCH";

  private ReproducibleTime() {}

  /** @throws CliException if the variable is set and is not a time */
  static Instant now(final Map<String, String> environment) {
    final String seconds = environment.getOrDefault(VARIABLE, "");
    if (seconds.isEmpty()) {
      return Instant.now();
    }
    if (!seconds.matches("[0-9]{1,11}")) {
      throw new CliException(ExitCode.CONFIGURATION, VARIABLE + " is '" + seconds + "', expected seconds since 1970, such as 1767225600; correct or unset it");
    }
    return Instant.ofEpochSecond(Long.parseLong(seconds));
  }
}
