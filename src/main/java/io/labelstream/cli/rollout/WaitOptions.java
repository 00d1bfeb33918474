package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.rollout.fleet.WaitLimit;
import java.time.Duration;
import java.util.Optional;

/** The options to wait until every instance is ready. */
final class WaitOptions {
  private final Option<Boolean> wait;
  private final Option<Duration> limit;

  /** Declares the options. */
  WaitOptions(final OptionSet options) {
    wait = options.flag("--wait", "Stage the version first; once every live instance is ready, announce its traffic, and wait until it is proved. If an "
        + "instance rejects it or objects, the time is up, or Ctrl-C ends the wait, withdraw it, unless it served before.");
    limit = options.duration("--wait-timeout").or("120s", "DURATION", "How long --wait waits (${DEFAULT-VALUE}).");
  }

  /** The limit of the wait; empty: nobody is waited for. */
  Optional<WaitLimit> limit() {
    return wait.value() ? Optional.of(new WaitLimit(limit.value(), SignalCancellation::install)) : Optional.empty();
  }
}
