package io.labelstream.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a verb reaches Kafka. */
final class ConnectionOptions {
  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  private static final String DEFAULT_SERVERS = "localhost:9092";

  @Option(
      names = {"-b", "--bootstrap-servers"}, paramLabel = "HOST:PORT",
      description = "The brokers; wins over the file and -X (" + DEFAULT_SERVERS + ").")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--command-config", paramLabel = "FILE",
      description = "A properties file for the Kafka client, such as its security settings.")
  private List<Path> files = List.of();

  @Option(
      names = {"-X", "--property"}, paramLabel = "KEY=VALUE",
      description = "A property for the Kafka client; wins over the file. May be repeated.")
  private Map<String, String> properties = Map.of();

  /** Properties for any Kafka client. */
  Map<String, Object> clientProperties() {
    final Map<String, Object> all = new HashMap<>();
    all.put(BOOTSTRAP_SERVERS, DEFAULT_SERVERS);
    for (final Path file : files) {
      final Properties read = new Properties();
      try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        read.load(reader);
      } catch (final IOException | IllegalArgumentException failure) {
        throw new CliException(ExitCode.FILE_UNREADABLE, "properties file '" + file + "' cannot be read: " + failure.getMessage(), failure);
      }
      read.stringPropertyNames().forEach(key -> all.put(key, read.getProperty(key)));
    }
    all.putAll(properties);
    if (bootstrapServers != null) {
      all.put(BOOTSTRAP_SERVERS, bootstrapServers);
    }
    return all;
  }
}
