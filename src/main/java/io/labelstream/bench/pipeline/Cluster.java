package io.labelstream.bench.pipeline;

import io.labelstream.bench.BenchException;
import io.labelstream.wire.HttpSchemaRegistry;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The broker and the registry of the bench, in a process of their own. */
final class Cluster implements AutoCloseable {
  /** As the launcher gives them to {@code broker}. */
  private static final List<String> OPTIONS = List.of("-Xms64m", "-Xmx512m", "--sun-misc-unsafe-memory-access=allow");

  private final ChildProcess process;
  private final ClusterProcess.Addresses addresses;
  private final Topics topics;
  private final SchemaRegistry registry;

  private Cluster(final ChildProcess process, final ClusterProcess.Addresses addresses) {
    this.process = process;
    this.addresses = addresses;
    this.topics = new Topics(addresses.bootstrapServers());
    this.registry = new HttpSchemaRegistry(RegistryConfig.of(addresses.registryUrl()));
  }

  /** @param folder for data and logs */
  static Cluster start(final Path folder) throws IOException, BenchException, InterruptedException {
    final ChildProcess process = ChildProcess.start("broker", folder, OPTIONS, ClusterProcess.class, folder.resolve("broker").toString());
    try {
      return new Cluster(process, process.await(ClusterProcess.Addresses.class));
    } catch (final BenchException | InterruptedException | RuntimeException failure) {
      process.close();
      throw failure;
    }
  }

  String bootstrapServers() {
    return addresses.bootstrapServers();
  }

  String registryUrl() {
    return addresses.registryUrl();
  }

  SchemaRegistry registry() {
    return registry;
  }

  Topics topics() {
    return topics;
  }

  /** The CPU time of the process. */
  Duration cpu() {
    return process.cpu();
  }

  @Override
  public void close() {
    registry.close();
    topics.close();
    process.close();
  }
}
