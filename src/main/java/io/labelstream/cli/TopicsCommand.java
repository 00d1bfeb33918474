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

/** {@code topics}: the commands that create what a pipeline needs. */
@Command(
    name = "topics",
    description = {
      "Prints the kafka-topics commands that create the topics of a pipeline, for whoever may create them.",
      "Nothing is created and no broker is asked."
    },
    footer = {"  labelstream topics --config application.properties", "  labelstream topics --config application.properties --partitions 12 | sh"})
final class TopicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-b", "--bootstrap-servers"}, paramLabel = "HOST:PORT",
      description = "The brokers; short for --set kafka.bootstrap.servers=...")
  private @Nullable String bootstrapServers;

  @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = "A properties file. May be repeated; the later wins.")
  private List<Path> files = List.of();

  @Option(names = {"-D", "--set"}, paramLabel = "KEY=VALUE", description = "A setting. May be repeated.")
  private Map<String, String> settings = Map.of();

  @Option(names = "--partitions", defaultValue = "1", paramLabel = "N", description = "Partitions of the input and output topic (${DEFAULT-VALUE}).")
  private int partitions;

  @Override
  public Integer call() {
    Logging.levels("WARN", "OFF");
    final RunSettings chosen = new RunSettings(files, settings, Optional.ofNullable(bootstrapServers), List.of());
    spec.commandLine().getOut().print(Running.topicCommands(chosen, partitions));
    spec.commandLine().getOut().flush();
    return ExitCode.OK.code();
  }
}
