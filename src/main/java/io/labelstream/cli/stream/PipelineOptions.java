package io.labelstream.cli.stream;

import io.labelstream.cli.verb.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code run} and {@code topics} have in common: where a pipeline's settings come from. */
final class PipelineOptions {
  private @Nullable String bootstrapServers;
  private List<Path> files = List.of();
  private List<String> models = List.of();
  private Map<String, String> settings = Map.of();

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    spec.addOption(Options.value(String.class, value -> bootstrapServers = value, "-b", "--bootstrap-servers").paramLabel("HOST:PORT")
        .description("The brokers; short for --set kafka.bootstrap.servers=...").build());
    spec.addOption(Options.list(Path.class, value -> files = value, "-c", "--config").paramLabel("FILE")
        .description("A properties file. May be repeated; the later wins.").build());
    spec.addOption(Options.list(String.class, value -> models = value, "-m", "--model").paramLabel("[SLOT=]FILE")
        .description("The model of a slot, 'default' unless named; short for --set labelstream.slot.SLOT.model=FILE. May be repeated.").build());
    spec.addOption(Options.map(value -> settings = value, "-D", "--set").paramLabel("KEY=VALUE").description("A setting. May be repeated.").build());
  }

  RunSettings settings() {
    return new RunSettings(files, settings, Optional.ofNullable(bootstrapServers), models);
  }
}
