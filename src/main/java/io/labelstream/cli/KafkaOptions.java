package io.labelstream.cli;

import io.labelstream.wire.HttpSchemaRegistry;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.SchemaRegistry;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code produce} and {@code consume} have in common: how to reach Kafka and the registry. */
final class KafkaOptions {
  private final ConnectionOptions connection = new ConnectionOptions();
  private String registry;

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    connection.addTo(spec);
    spec.addOption(Options.value(String.class, value -> registry = value, "--registry").defaultValue("http://localhost:8081").paramLabel("URL")
        .description("The schema registry, for Avro (${DEFAULT-VALUE}).").build());
  }

  /**
   * A client of the schema registry, which asks nothing yet.
   *
   * @throws CliException if the URL is none
   */
  SchemaRegistry openRegistry() {
    try {
      return new HttpSchemaRegistry(RegistryConfig.of(registry));
    } catch (final IllegalArgumentException invalid) {
      throw new CliException(ExitCode.USAGE, "--registry: " + invalid.getMessage(), invalid);
    }
  }

  /** Properties for any Kafka client. */
  Map<String, Object> clientProperties() {
    return connection.clientProperties();
  }
}
