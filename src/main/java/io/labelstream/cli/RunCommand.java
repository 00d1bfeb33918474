package io.labelstream.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: the pipeline against a Kafka cluster. */
@Command(
    name = "run",
    description = {
      "Runs the pipeline: reads texts from a topic, writes labels to another, until SIGTERM or Ctrl-C.",
      "Settings come from the files, then the environment, then this command line; the later wins."
    },
    footer = {
      "  labelstream run --model models/lid.176.ftz --set labelstream.topics.create=on",
      "  labelstream run --bootstrap-servers kafka:9092 --config application.properties",
      "  labelstream run --config application.properties --print-config"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions pipeline;

  @Option(names = "--print-config", description = "Print the settings in force and where each comes from, with secrets hidden, and end.")
  private boolean printConfig;

  @Override
  public Integer call() throws InterruptedException {
    Logging.levels("INFO", "WARN");
    if (printConfig) {
      spec.commandLine().getOut().print(Running.describe(pipeline.settings()));
      spec.commandLine().getOut().flush();
    } else {
      Running.run(pipeline.settings());
    }
    return ExitCode.OK.code();
  }
}
