package io.labelstream.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

  @Option(
      names = {"-b", "--bootstrap-servers"}, paramLabel = "HOST:PORT",
      description = "The brokers; short for --set kafka.bootstrap.servers=...")
  private @Nullable String bootstrapServers;

  @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = "A properties file. May be repeated; the later wins.")
  private List<Path> files = List.of();

  @Option(
      names = {"-m", "--model"}, paramLabel = "[SLOT=]FILE",
      description = "The model of a slot, 'default' unless named; short for --set labelstream.slot.SLOT.model=FILE. May be repeated.")
  private List<String> models = List.of();

  @Option(names = {"-D", "--set"}, paramLabel = "KEY=VALUE", description = "A setting. May be repeated.")
  private Map<String, String> settings = Map.of();

  @Option(names = "--print-config", description = "Print the settings in force and where each comes from, with secrets hidden, and end.")
  private boolean printConfig;

  @Override
  public Integer call() throws InterruptedException {
    Logging.levels("INFO", "WARN");
    final RunSettings chosen = new RunSettings(files, settings, Optional.ofNullable(bootstrapServers), models);
    if (printConfig) {
      spec.commandLine().getOut().print(Running.describe(chosen));
      spec.commandLine().getOut().flush();
    } else {
      Running.run(chosen);
    }
    return ExitCode.OK.code();
  }
}
