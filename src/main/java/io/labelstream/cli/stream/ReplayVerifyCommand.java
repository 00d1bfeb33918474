package io.labelstream.cli.stream;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.BoundConverter;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import io.labelstream.pipeline.replay.ReplayRange;
import io.labelstream.pipeline.replay.ReplayReport;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code replay-verify}: whether a replay gives what was written. */
public final class ReplayVerifyCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private final PipelineOptions pipeline = new PipelineOptions();
  private ReplayRange.Bound from;
  private ReplayRange.@Nullable Bound to;
  private int list;
  private ReportFormat format;

  public ReplayVerifyCommand(final Io io) {
    this.io = io;
    spec.name("replay-verify").usageMessage()
        .description(
            "Labels a range of the input topic once more and compares with what the pipeline has written.",
            "The versions are those that the control topic gives for each record's timestamp and key; compared are the model, the labels, and the "
                + "scores to the last bit.",
            "Reads only, in no consumer group. A record at the end that is still being processed counts as missing: end before it.")
        .footer(
            "  labelstream replay-verify --config application.properties --from 2026-01-31T00:00Z --to 2026-02-01T00:00Z",
            "  labelstream replay-verify --config application.properties --from -1h --to -1m",
            "  labelstream replay-verify --config application.properties --from 0 --to 5000 --format json");
    pipeline.addTo(spec);
    spec.addOption(Options.value(ReplayRange.Bound.class, value -> from = value, "--from").required(true).converters(new BoundConverter())
        .paramLabel("T|OFFSET")
        .description("The first record: an offset in each partition, or a time, such as 2026-01-31T12:00Z or -1h; or beginning.").build());
    spec.addOption(Options.value(ReplayRange.Bound.class, value -> to = value, "--to").converters(new BoundConverter()).paramLabel("T|OFFSET")
        .description("The first record that is not compared any more; the end of the topic unless given.").build());
    spec.addOption(Options.value(int.class, value -> list = value, "--list").defaultValue("10").paramLabel("N")
        .description("How many differences to list (${DEFAULT-VALUE}).").build());
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
    final ReplayReport report = ReplayCheck.verify(pipeline.settings(), new ReplayRange(from, Optional.ofNullable(to)), Math.max(0, list));
    new Lines(io).print(switch (format) {
      case TEXT -> ReplayText.render(report, Terminal.ofProcess().style());
      case JSON -> ReplayJson.render(report);
    });
    return switch (report.verdict()) {
      case EQUAL -> ExitCode.OK.code();
      case INCOMPLETE -> throw new CliException(ExitCode.REPLAY_INCOMPLETE, ReplayCheck.count(report, ReplayReport.Kind.UNKNOWN) + " of "
          + report.records() + " records could not be compared: a version that counts for them cannot be had here; see the list above");
      case DIFFERS -> throw new CliException(ExitCode.REPLAY_DIFFERS, ReplayCheck.count(report, ReplayReport.Kind.DIFFERENCE) + " of " + report.records()
          + " records differ from what the control topic gives");
    };
  }
}
