package io.labelstream.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether to see to it that every instance is ready first. */
final class WaitOptions {
  @Option(
      names = "--wait",
      description = "First only stage the version; when every live instance is ready, announce the rest; when one rejects it, time is over, or "
          + "Ctrl-C ends it, withdraw it, unless it served before.")
  private boolean wait;

  @Option(
      names = "--wait-timeout", defaultValue = "120s", converter = DurationConverter.class, paramLabel = "DURATION",
      description = "How long --wait waits (${DEFAULT-VALUE}).")
  private Duration limit;

  /** How long to wait; empty: not at all. */
  Optional<Duration> limit() {
    return wait ? Optional.of(limit) : Optional.empty();
  }
}
