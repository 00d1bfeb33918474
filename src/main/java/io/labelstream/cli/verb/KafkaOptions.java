package io.labelstream.cli.verb;

import io.labelstream.pipeline.config.RegistryKeys;
import io.labelstream.pipeline.config.RegistrySettings;
import io.labelstream.topology.StartupException;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.SchemaRegistry;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code produce} and {@code consume} have in common: how to reach Kafka and the registry. */
public final class KafkaOptions {
  private static final String DEFAULT_REGISTRY = "http://localhost:8081";

  private final ConnectionOptions connection = new ConnectionOptions();
  private @Nullable String registry;

  /** Adds the options to those of a verb. */
  public void addTo(final CommandSpec spec) {
    connection.addTo(spec);
    spec.addOption(Options.value(String.class, value -> registry = value, "--registry").paramLabel("URL")
        .description("The schema registry, for Avro; wins over schema.registry.url in the file and -X, where its credentials and TLS settings go too "
            + "(" + DEFAULT_REGISTRY + ").").build());
  }

  /**
   * A client of the schema registry, which asks nothing yet.
   *
   * @throws CliException if its settings are wrong
   */
  public SchemaRegistry openRegistry() {
    final Map<String, String> properties = connection.properties();
    if (registry != null) {
      properties.put(RegistryKeys.URL_CONFIG, checked(registry));
    }
    properties.putIfAbsent(RegistryKeys.URL_CONFIG, DEFAULT_REGISTRY);
    try {
      return RegistrySettings.of(properties).open();
    } catch (final StartupException wrong) {
      throw Failures.explained(wrong);
    }
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
