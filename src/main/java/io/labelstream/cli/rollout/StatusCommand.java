package io.labelstream.cli.rollout;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.rollout.fleet.FleetException;
import io.labelstream.rollout.fleet.FleetReport;
import java.io.IOException;
import java.time.Duration;

/** {@code status}: shows the fleet. */
public final class StatusCommand extends Command {
  private final RolloutOptions rollout = new RolloutOptions(options);
  private final Option<String> slot = options.value(String.class, "-s", "--slot").optional("SLOT", "This slot only.");
  private final Option<Boolean> watch = options.flag("--watch", "Show it again and again, until Ctrl-C, which gives status 130.");
  private final Option<Duration> interval = options.duration("--interval")
      .or("2s", "DURATION", "With --watch: the time between two views (${DEFAULT-VALUE}).");
  private final Option<Boolean> failUnlessReady = options.flag("--fail-unless-ready",
      "End with status 17 if no instance lives, or a live one lacks a version that labels now.");
  private final Option<ReportFormat> format = options.format();

  public StatusCommand(final Io io) {
    super(io, "status",
        "Shows the instances, the state of each model version on them, and which versions count now.",
        "For scripts that roll out: --fail-unless-ready ends with a status of its own unless every live instance can serve.");
    examples(
        "labelstream status",
        "labelstream status --slot language --watch",
        "labelstream status --slot language --fail-unless-ready --format json");
  }

  @Override
  protected void run() throws IOException, FleetException, InterruptedException {
    Logging.levels("WARN", "OFF");
    if (watch.value() && failUnlessReady.value()) {
      throw new CliException(ExitCode.USAGE, "--watch and --fail-unless-ready exclude each other: --watch ends with Ctrl-C only");
    }
    final StatusShow show = new StatusShow(rollout.place(), slot.given(), format.value(), new Lines(io));
    if (watch.value()) {
      show.watch(Terminal.ofProcess(), interval.value());
      return;
    }
    final FleetReport report = show.once(Terminal.ofProcess().style());
    if (failUnlessReady.value() && !report.lacks().isEmpty()) {
      throw new CliException(ExitCode.NOT_READY, "not ready: " + FleetWords.lack(report.lacks().getFirst())
          + (report.lacks().size() > 1 ? ", and " + (report.lacks().size() - 1) + " more" : ""));
    }
  }
}
