package io.labelstream.cli.verb;

import io.labelstream.pipeline.config.PropertiesFile;
import io.labelstream.pipeline.config.RegistryKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options for the connection to Kafka. */
public final class ConnectionOptions {
  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  private static final String DEFAULT_SERVERS = "localhost:9092";

  private final Option<String> bootstrapServers;
  private final Option<List<Path>> files;
  private final Option<Map<String, String>> properties;

  /** Declares the options. */
  public ConnectionOptions(final OptionSet options) {
    bootstrapServers = options.value(String.class, "-b", "--bootstrap-servers")
        .optional("HOST:PORT", "The brokers; wins over the file and -X (" + DEFAULT_SERVERS + ").");
    files = options.list(Path.class, "--command-config")
        .optional("FILE", "A properties file for the Kafka client, such as its security settings, and for that of a schema registry.");
    properties = options.map("-X", "--property").optional("KEY=VALUE", "A property for the Kafka client; wins over the file. May be repeated.");
  }

  /** Properties for any Kafka client: those of a schema registry are left out. */
  public Map<String, Object> clientProperties() {
    final Map<String, Object> client = new HashMap<>(properties());
    client.keySet().removeIf(key -> RegistryKeys.keyOf(key).isPresent());
    return client;
  }

  /** All properties that were given, and the brokers; those of a schema registry are under our names. */
  Map<String, String> properties() {
    final Map<String, String> all = new HashMap<>();
    all.put(BOOTSTRAP_SERVERS, DEFAULT_SERVERS);
    for (final Path file : files.value()) {
      all.putAll(Failures.explained(() -> RegistryKeys.inOurNames(read(file), file.toString())));
    }
    all.putAll(Failures.explained(() -> RegistryKeys.inOurNames(properties.value(), "command line")));
    bootstrapServers.given().ifPresent(servers -> all.put(BOOTSTRAP_SERVERS, servers));
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
