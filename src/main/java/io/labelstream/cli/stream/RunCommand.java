package io.labelstream.cli.stream;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code run}: the pipeline against a Kafka cluster. */
public final class RunCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final PipelineOptions pipeline = new PipelineOptions();
  private final Io io;
  private boolean printConfig;

  public RunCommand(final Io io) {
    this.io = io;
    spec.name("run").usageMessage()
        .description(
            "Runs the pipeline: reads texts from a topic, writes labels to another, until SIGTERM or Ctrl-C.",
            "Settings come from the files, then the environment, then this command line; the later wins.")
        .footer(
            "  labelstream run --model models/lid.176.ftz --set labelstream.topics.create=on",
            "  labelstream run --bootstrap-servers kafka:9092 --config application.properties",
            "  labelstream run --config application.properties --print-config");
    pipeline.addTo(spec);
    spec.addOption(Options.flag(value -> printConfig = value, "--print-config")
        .description("Print the settings in force and where each comes from, with secrets hidden, and end.").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("INFO", "WARN");
    if (printConfig) {
      new Lines(io).print(PipelineProcess.describe(pipeline.settings()));
    } else {
      PipelineProcess.run(pipeline.settings());
    }
    return ExitCode.OK.code();
  }
}
