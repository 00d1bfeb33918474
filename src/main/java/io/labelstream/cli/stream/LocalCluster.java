package io.labelstream.cli.stream;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.embedded.EmbeddedSchemaRegistry;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** The embedded broker and registry together. */
public final class LocalCluster implements AutoCloseable {
  private static final String SCHEMAS = "schemas.json";

  private final EmbeddedBroker broker;
  private final EmbeddedSchemaRegistry registry;

  private LocalCluster(final EmbeddedBroker broker, final EmbeddedSchemaRegistry registry) {
    this.broker = broker;
    this.registry = registry;
  }

  /**
   * Starts both.
   *
   * @param port the broker's; 0: any free one
   * @param registryPort the registry's; 0: any free one
   * @param data the folder for records and schemas; empty: they are gone at the end
   * @throws CliException if a port is taken or the data cannot be used
   */
  public static LocalCluster start(final int port, final int registryPort, final Optional<Path> data) {
    final EmbeddedSchemaRegistry registry = startRegistry(registryPort, data);
    try {
      return new LocalCluster(EmbeddedBroker.start(new EmbeddedBroker.Options(port, data, Map.of())), registry);
    } catch (final IOException failure) {
      registry.close();
      throw explained("the broker's port " + port, failure);
    } catch (final RuntimeException failure) {
      registry.close();
      throw failure;
    }
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  public String registryUrl() {
    return registry.url().toString();
  }

  /** Creates topics that are not there yet, and returns when they are. */
  public void createTopics(final List<NewTopic> topics) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
      final var existing = admin.listTopics().names().get();
      admin.createTopics(topics.stream().filter(topic -> !existing.contains(topic.name())).toList()).all().get();
    } catch (final ExecutionException failure) {
      throw new CliException(ExitCode.FAILED, "a topic cannot be created: " + failure.getCause().getMessage(), failure);
    }
  }

  @Override
  public void close() {
    try {
      broker.close();
    } finally {
      registry.close();
    }
  }

  private static EmbeddedSchemaRegistry startRegistry(final int port, final Optional<Path> data) {
    try {
      if (data.isEmpty()) {
        return EmbeddedSchemaRegistry.start(port);
      }
      return EmbeddedSchemaRegistry.start(port, Files.createDirectories(data.get()).resolve(SCHEMAS));
    } catch (final IOException failure) {
      throw explained("the registry's port " + port, failure);
    }
  }

  private static CliException explained(final String port, final IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return new CliException(ExitCode.PORT_TAKEN, port + " on 127.0.0.1 is in use; choose another, or 0 for any free one", failure);
      }
    }
    return new CliException(ExitCode.FAILED, String.valueOf(failure.getMessage()), failure);
  }
}
