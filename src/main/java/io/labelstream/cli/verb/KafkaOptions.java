package io.labelstream.cli.verb;

import io.labelstream.pipeline.config.RegistryKeys;
import io.labelstream.pipeline.config.RegistrySettings;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.SchemaRegistry;
import java.util.Map;

/** Options for the connection to Kafka and to the schema registry. */
public final class KafkaOptions {
  private static final String DEFAULT_REGISTRY = "http://localhost:8081";

  private final ConnectionOptions connection;
  private final Option<String> registry;

  /** Declares the options. */
  public KafkaOptions(final OptionSet options) {
    connection = new ConnectionOptions(options);
    registry = options.value(String.class, "--registry")
        .optional("URL", "The schema registry, for Avro; wins over schema.registry.url in the file and -X, where its credentials and TLS settings go too ("
            + DEFAULT_REGISTRY + ").");
  }

  /**
   * A client of the schema registry, which sends no request yet.
   *
   * @throws CliException if its settings are wrong
   */
  public SchemaRegistry openRegistry() {
    final Map<String, String> properties = connection.properties();
    registry.given().ifPresent(url -> properties.put(RegistryKeys.URL_CONFIG, checked(url)));
    properties.putIfAbsent(RegistryKeys.URL_CONFIG, DEFAULT_REGISTRY);
    return Failures.explained(() -> RegistrySettings.of(properties).open());
  }

  private static String checked(final String url) {
    try {
      RegistryConfig.of(url);
      return url;
    } catch (final IllegalArgumentException invalid) {
      throw new CliException(ExitCode.USAGE, "--registry: " + invalid.getMessage(), invalid);
    }
  }

  /** Properties for any Kafka client. */
  public Map<String, Object> clientProperties() {
    return connection.clientProperties();
  }
}
