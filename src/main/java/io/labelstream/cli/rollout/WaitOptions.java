package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.DurationConverter;
import io.labelstream.cli.verb.Options;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Whether to see to it that every instance is ready first. */
final class WaitOptions {
  private boolean wait;
  private Duration limit;

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    spec.addOption(Options.flag(value -> wait = value, "--wait")
        .description("First only stage the version; when every live instance is ready, announce the rest, and wait until it is proved; when one "
            + "rejects it or objects, time is over, or Ctrl-C ends it, withdraw it, unless it served before.").build());
    spec.addOption(Options.value(Duration.class, value -> limit = value, "--wait-timeout").defaultValue("120s").converters(new DurationConverter())
        .paramLabel("DURATION").description("How long --wait waits (${DEFAULT-VALUE}).").build());
  }

  /** How long to wait; empty: not at all. */
  Optional<Duration> limit() {
    return wait ? Optional.of(limit) : Optional.empty();
  }
}
