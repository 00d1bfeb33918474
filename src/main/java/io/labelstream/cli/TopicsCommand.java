package io.labelstream.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code topics}: the commands that create what a pipeline needs. */
@Command(
    name = "topics",
    description = {
      "Prints the kafka-topics commands that create the topics of a pipeline, for whoever may create them.",
      "Nothing is created and no broker is asked."
    },
    footer = {
      "  labelstream topics --config application.properties",
      "  labelstream topics --config application.properties --partitions 12 | sh"
    })
final class TopicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions pipeline;

  @Option(
      names = "--partitions", defaultValue = "1", paramLabel = "N",
      description = "Partitions of the input and output topic (${DEFAULT-VALUE}).")
  private int partitions;

  @Override
  public Integer call() {
    Logging.levels("WARN", "OFF");
    spec.commandLine().getOut().print(Running.topicCommands(pipeline.settings(), partitions));
    spec.commandLine().getOut().flush();
    return ExitCode.OK.code();
  }
}
