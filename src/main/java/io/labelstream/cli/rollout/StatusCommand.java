package io.labelstream.cli.rollout;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.DurationConverter;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code status}: the fleet. */
public final class StatusCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private final RolloutOptions rollout = new RolloutOptions();
  private @Nullable String slot;
  private boolean watch;
  private Duration interval;
  private boolean failUnlessReady;
  private ReportFormat format;

  public StatusCommand(final Io io) {
    this.io = io;
    spec.name("status").usageMessage()
        .description(
            "Shows what the instances say of themselves and of each model version, and which versions count now.",
            "For a pipeline that rolls out: --fail-unless-ready ends with a status of its own unless every live instance can serve.")
        .footer(
            "  labelstream status",
            "  labelstream status --slot language --watch",
            "  labelstream status --slot language --fail-unless-ready --format json");
    rollout.addTo(spec);
    spec.addOption(Options.value(String.class, value -> slot = value, "-s", "--slot").paramLabel("SLOT").description("This slot only.").build());
    spec.addOption(Options.flag(value -> watch = value, "--watch").description("Show it again and again, until Ctrl-C, which gives status 130.").build());
    spec.addOption(Options.value(Duration.class, value -> interval = value, "--interval").defaultValue("2s").converters(new DurationConverter())
        .paramLabel("DURATION").description("With --watch: the time in between (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.flag(value -> failUnlessReady = value, "--fail-unless-ready")
        .description("End with status 17 if no instance lives, or a live one lacks a version that labels now.").build());
    spec.addOption(Options.value(ReportFormat.class, value -> format = value, "-f", "--format").defaultValue("text").paramLabel("FORMAT")
        .description("text or json (${DEFAULT-VALUE}).").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    if (watch && failUnlessReady) {
      throw new CliException(ExitCode.USAGE, "--watch and --fail-unless-ready exclude each other: --watch ends with Ctrl-C only");
    }
    final StatusShow show = new StatusShow(rollout.place(), Optional.ofNullable(slot), format, new Lines(io));
    if (watch) {
      show.watch(Terminal.ofProcess(), interval);
      return ExitCode.OK.code();
    }
    final FleetReport report = show.once(Terminal.ofProcess().style());
    if (failUnlessReady && !report.lacks().isEmpty()) {
      throw new CliException(ExitCode.NOT_READY, "not ready: " + report.lacks().getFirst()
          + (report.lacks().size() > 1 ? ", and " + (report.lacks().size() - 1) + " more" : ""));
    }
    return ExitCode.OK.code();
  }
}
