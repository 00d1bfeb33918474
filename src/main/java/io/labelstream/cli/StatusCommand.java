package io.labelstream.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code status}: the fleet. */
@Command(
    name = "status",
    description = {
      "Shows what the instances say of themselves and of each model version, and which versions count now.",
      "For a pipeline that rolls out: --fail-unless-ready ends with a status of its own unless every live instance can serve."
    },
    footer = {
      "  labelstream status",
      "  labelstream status --slot language --watch",
      "  labelstream status --slot language --fail-unless-ready --format json"
    })
final class StatusCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Mixin private RolloutOptions rollout;

  @Option(names = {"-s", "--slot"}, paramLabel = "SLOT", description = "This slot only.")
  private @Nullable String slot;

  @Option(names = "--watch", description = "Show it again and again, until Ctrl-C, which gives status 130.")
  private boolean watch;

  @Option(
      names = "--interval", defaultValue = "2s", converter = DurationConverter.class, paramLabel = "DURATION",
      description = "With --watch: the time in between (${DEFAULT-VALUE}).")
  private Duration interval;

  @Option(
      names = "--fail-unless-ready",
      description = "End with status 17 if no instance lives, or a live one lacks a version that labels now.")
  private boolean failUnlessReady;

  @Option(names = {"-f", "--format"}, defaultValue = "text", paramLabel = "FORMAT", description = "text or json (${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    if (watch && failUnlessReady) {
      throw new CliException(ExitCode.USAGE, "--watch and --fail-unless-ready exclude each other: --watch ends with Ctrl-C only");
    }
    final StatusShow show = new StatusShow(rollout.place(), Optional.ofNullable(slot), format, new Lines(main.io()));
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
