package io.labelstream.cli.stream;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code topics}: the commands that create what a pipeline needs. */
public final class TopicsCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final PipelineOptions pipeline = new PipelineOptions();
  private final Io io;
  private int partitions;

  public TopicsCommand(final Io io) {
    this.io = io;
    spec.name("topics").usageMessage()
        .description(
            "Prints the kafka-topics commands that create the topics of a pipeline, for whoever may create them.",
            "Nothing is created and no broker is asked.")
        .footer(
            "  labelstream topics --config application.properties",
            "  labelstream topics --config application.properties --partitions 12 | sh");
    pipeline.addTo(spec);
    spec.addOption(Options.value(int.class, value -> partitions = value, "--partitions").defaultValue("1").paramLabel("N")
        .description("Partitions of the input and output topic (${DEFAULT-VALUE}).").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    Logging.levels("WARN", "OFF");
    new Lines(io).print(PipelineProcess.topicCommands(pipeline.settings(), partitions));
    return ExitCode.OK.code();
  }
}
