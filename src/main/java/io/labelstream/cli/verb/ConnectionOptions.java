package io.labelstream.cli.verb;

import io.labelstream.pipeline.config.PropertiesFile;
import io.labelstream.pipeline.config.RegistryKeys;
import io.labelstream.topology.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** How a verb reaches Kafka. */
public final class ConnectionOptions {
  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  private static final String DEFAULT_SERVERS = "localhost:9092";

  private @Nullable String bootstrapServers;
  private List<Path> files = List.of();
  private Map<String, String> properties = Map.of();

  /** Adds the options to those of a verb. */
  public void addTo(final CommandSpec spec) {
    spec.addOption(Options.value(String.class, value -> bootstrapServers = value, "-b", "--bootstrap-servers").paramLabel("HOST:PORT")
        .description("The brokers; wins over the file and -X (" + DEFAULT_SERVERS + ").").build());
    spec.addOption(Options.list(Path.class, value -> files = value, "--command-config").paramLabel("FILE")
        .description("A properties file for the Kafka client, such as its security settings, and for that of a schema registry.").build());
    spec.addOption(Options.map(value -> properties = value, "-X", "--property").paramLabel("KEY=VALUE")
        .description("A property for the Kafka client; wins over the file. May be repeated.").build());
  }

  /** Properties for any Kafka client: those that are about a schema registry are left out. */
  public Map<String, Object> clientProperties() {
    final Map<String, Object> client = new HashMap<>(properties());
    client.keySet().removeIf(key -> RegistryKeys.keyOf(key).isPresent());
    return client;
  }

  /** All properties that were given, and the brokers; those of a schema registry by our names for them. */
  Map<String, String> properties() {
    final Map<String, String> all = new HashMap<>();
    all.put(BOOTSTRAP_SERVERS, DEFAULT_SERVERS);
    try {
      for (final Path file : files) {
        all.putAll(RegistryKeys.inOurNames(read(file), file.toString()));
      }
      all.putAll(RegistryKeys.inOurNames(properties, "command line"));
    } catch (final StartupException wrong) {
      throw Failures.explained(wrong);
    }
    if (bootstrapServers != null) {
      all.put(BOOTSTRAP_SERVERS, bootstrapServers);
    }
    return all;
  }

  private static Map<String, String> read(final Path file) {
    try {
      return PropertiesFile.read(file);
    } catch (final IOException failure) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "properties file '" + file + "' cannot be read: " + failure.getMessage(), failure);
    }
  }
}
