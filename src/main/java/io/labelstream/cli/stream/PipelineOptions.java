package io.labelstream.cli.stream;

import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Options that the verbs about a pipeline share: its settings and their files. */
final class PipelineOptions {
  private final Option<String> bootstrapServers;
  private final Option<List<Path>> files;
  private final Option<List<String>> models;
  private final Option<Map<String, String>> settings;

  /** Declares the options. */
  PipelineOptions(final OptionSet options) {
    bootstrapServers = options.value(String.class, "-b", "--bootstrap-servers")
        .optional("HOST:PORT", "The brokers; short for --set kafka.bootstrap.servers=...");
    files = options.list(Path.class, "-c", "--config").optional("FILE", "A properties file. May be repeated; the later wins.");
    models = options.list(String.class, "-m", "--model")
        .optional("[SLOT=]FILE", "The model of a slot, 'default' unless named; short for --set labelstream.slot.SLOT.model=FILE. May be repeated.");
    settings = options.map("-D", "--set").optional("KEY=VALUE", "A setting. May be repeated.");
  }

  RunSettings settings() {
    return new RunSettings(files.value(), settings.value(), bootstrapServers.given(), models.value());
  }
}
