package io.labelstream.cli.stream;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.BoundConverter;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.pipeline.replay.ReplayRange;
import io.labelstream.pipeline.replay.ReplayReport;
import java.io.IOException;

/** {@code replay-verify}: compares a replay with the labels that were written. */
public final class ReplayVerifyCommand extends Command {
  private final PipelineOptions pipeline = new PipelineOptions(options);
  private final Option<ReplayRange.Bound> from = options.value(ReplayRange.Bound.class, "--from").by(new BoundConverter())
      .required("T|OFFSET", "The first record: an offset in each partition, or a time, such as 2026-01-31T12:00Z or -1h; or beginning.");
  private final Option<ReplayRange.Bound> to = options.value(ReplayRange.Bound.class, "--to").by(new BoundConverter())
      .optional("T|OFFSET", "The first record that is no longer compared; the end of the topic unless given.");
  private final Option<Integer> list = options.value(Integer.class, "--list").or("10", "N", "How many differences to list (${DEFAULT-VALUE}).");
  private final Option<ReportFormat> format = options.format();

  public ReplayVerifyCommand(final Io io) {
    super(io, "replay-verify",
        "Labels a range of the input topic once more, and compares with the labels that the pipeline has written.",
        "The versions are those that the control topic gives for each record's timestamp and key; the model, the labels, and the scores "
            + "to the last bit are compared.",
        "Reads only, in no consumer group. A record at the end that is still being processed counts as missing: end before it.");
    examples(
        "labelstream replay-verify --config application.properties --from 2026-01-31T00:00Z --to 2026-02-01T00:00Z",
        "labelstream replay-verify --config application.properties --from -1h --to -1m",
        "labelstream replay-verify --config application.properties --from 0 --to 5000 --format json");
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final ReplayReport report = ReplayCheck.verify(pipeline.settings(), new ReplayRange(from.value(), to.given()), Math.max(0, list.value()));
    new Lines(io).print(format.value().of(() -> ReplayText.render(report, Terminal.ofProcess().style()), () -> ReplayJson.render(report)));
    switch (report.verdict()) {
      case EQUAL -> { }
      case INCOMPLETE -> throw new CliException(ExitCode.REPLAY_INCOMPLETE, ReplayCheck.count(report, ReplayReport.Kind.UNKNOWN) + " of "
          + report.records() + " records could not be compared: a version that counts for them cannot be had here; see the list above");
      case DIFFERS -> throw new CliException(ExitCode.REPLAY_DIFFERS, ReplayCheck.count(report, ReplayReport.Kind.DIFFERENCE) + " of " + report.records()
          + " records differ from what the control topic gives");
    }
  }
}
