package io.labelstream.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code run} and {@code topics} have in common: where a pipeline's settings come from. */
final class PipelineOptions {
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

  RunSettings settings() {
    return new RunSettings(files, settings, Optional.ofNullable(bootstrapServers), models);
  }
}
