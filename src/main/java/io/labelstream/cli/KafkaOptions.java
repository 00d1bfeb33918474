package io.labelstream.cli;

import io.labelstream.wire.HttpSchemaRegistry;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.SchemaRegistry;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code produce} and {@code consume} have in common: how to reach Kafka and the registry. */
final class KafkaOptions {
  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--registry", defaultValue = "http://localhost:8081", paramLabel = "URL",
      description = "The schema registry, for Avro (${DEFAULT-VALUE}).")
  private String registry;

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
