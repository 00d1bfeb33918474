package io.labelstream.cli.stream;

import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import java.io.IOException;

/** {@code topics}: prints the commands that create the topics of a pipeline. */
public final class TopicsCommand extends Command {
  private final PipelineOptions pipeline = new PipelineOptions(options);
  private final Option<Integer> partitions = options.value(Integer.class, "--partitions")
      .or("1", "N", "Partitions of the input and output topic (${DEFAULT-VALUE}).");

  public TopicsCommand(final Io io) {
    super(io, "topics",
        "Prints the kafka-topics commands that create the topics of a pipeline, for somebody with the right to create them.",
        "Creates nothing, and asks no broker.");
    examples(
        "labelstream topics --config application.properties",
        "labelstream topics --config application.properties --partitions 12 | sh");
  }

  @Override
  protected void run() throws IOException {
    Logging.levels("WARN", "OFF");
    final Lines lines = new Lines(io);
    for (final String command : PipelineProcess.topicCommands(pipeline.settings(), partitions.value())) {
      lines.line(command);
    }
  }
}
