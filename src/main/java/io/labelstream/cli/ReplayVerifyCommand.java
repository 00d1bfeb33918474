package io.labelstream.cli;

import io.labelstream.topology.ReplayRange;
import io.labelstream.topology.ReplayReport;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code replay-verify}: whether a replay gives what was written. */
@Command(
    name = "replay-verify",
    description = {
      "Labels a range of the input topic once more and compares with what the pipeline has written.",
      "The versions are those that the control topic gives for each record's timestamp and key; compared are the model, the labels, and the",
      "scores to the last bit.",
      "Reads only, in no consumer group. A record at the end that is still being processed counts as missing: end before it."
    },
    footer = {
      "  labelstream replay-verify --config application.properties --from 2026-01-31T00:00Z --to 2026-02-01T00:00Z",
      "  labelstream replay-verify --config application.properties --from -1h --to -1m",
      "  labelstream replay-verify --config application.properties --from 0 --to 5000 --format json"
    })
final class ReplayVerifyCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Mixin private PipelineOptions pipeline;

  @Option(
      names = "--from", required = true, converter = BoundConverter.class, paramLabel = "T|OFFSET",
      description = "The first record: an offset in each partition, or a time, such as 2026-01-31T12:00Z or -1h; or beginning.")
  private ReplayRange.Bound from;

  @Option(
      names = "--to", converter = BoundConverter.class, paramLabel = "T|OFFSET",
      description = "The first record that is not compared any more; the end of the topic unless given.")
  private ReplayRange.@Nullable Bound to;

  @Option(names = "--list", defaultValue = "10", paramLabel = "N", description = "How many differences to list (${DEFAULT-VALUE}).")
  private int list;

  @Option(names = {"-f", "--format"}, defaultValue = "text", paramLabel = "FORMAT", description = "text or json (${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final ReplayReport report = Replaying.verify(pipeline.settings(), new ReplayRange(from, Optional.ofNullable(to)), Math.max(0, list));
    new Lines(main.io()).print(switch (format) {
      case TEXT -> ReplayText.render(report, Terminal.ofProcess().style());
      case JSON -> ReplayJson.render(report);
    });
    return switch (report.verdict()) {
      case EQUAL -> ExitCode.OK.code();
      case DIFFERS -> throw new CliException(ExitCode.REPLAY_DIFFERS, Replaying.differing(report) + " of " + report.records()
          + " records differ from what the control topic gives");
    };
  }
}
