package io.labelstream.cli.stream;

import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import java.io.IOException;

/** {@code run}: runs the pipeline against a Kafka cluster. */
public final class RunCommand extends Command {
  private final PipelineOptions pipeline = new PipelineOptions(options);
  private final Option<Boolean> printConfig = options.flag("--print-config",
      "Print the settings in force and where each comes from, with secrets hidden, and end.");

  public RunCommand(final Io io) {
    super(io, "run",
        "Runs the pipeline: reads texts from a topic, writes labels to another, until SIGTERM or Ctrl-C.",
        "Settings come from the files, then the environment, then this command line; the later wins.");
    examples(
        "labelstream run --model models/lid.176.ftz --set labelstream.topics.create=on",
        "labelstream run --bootstrap-servers kafka:9092 --config application.properties",
        "labelstream run --config application.properties --print-config");
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    Logging.levels("INFO", "WARN");
    if (printConfig.value()) {
      new Lines(io).print(PipelineProcess.describe(pipeline.settings()));
    } else {
      PipelineProcess.run(pipeline.settings());
    }
  }
}
