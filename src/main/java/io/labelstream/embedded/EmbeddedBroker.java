package io.labelstream.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker (KRaft, broker and controller in one) in this JVM, on the loopback address only.
 *
 * <p>Topics, records and offsets are in the data directory and survive a restart on it, after a clean {@link #close()} or none. Topics are
 * never created by being used. Not for production: one node, one replica, no authentication.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int NODE_ID = 1;
  private static final String CONTROLLER = "CONTROLLER";

  /**
   * How to start a broker.
   *
   * @param port the port for clients; 0: any free one
   * @param directory where the data is; empty: a temporary directory that {@link EmbeddedBroker#close()} deletes
   * @param settings further broker settings, which win over those of this class
   */
  public record Options(int port, Optional<Path> directory, Map<String, String> settings) {
    public Options {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port=" + port + " must be from 0 to 65535");
      }
      Objects.requireNonNull(directory);
      settings = Map.copyOf(settings);
    }

    /** A free port and a temporary directory. */
    public static Options temporary() {
      return new Options(0, Optional.empty(), Map.of());
    }

    /** These options with another port. */
    public Options withPort(final int port) {
      return new Options(port, directory, settings);
    }

    /** These options with a directory that is kept. */
    public Options withDirectory(final Path directory) {
      return new Options(port, Optional.of(directory), settings);
    }

    /** These options with one more broker setting. */
    public Options withSetting(final String key, final String value) {
      final Map<String, String> more = new HashMap<>(settings);
      more.put(key, value);
      return new Options(port, directory, more);
    }
  }

  private final KafkaRaftServer server;
  private final Path directory;
  private final boolean temporary;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(final KafkaRaftServer server, final Path directory, final boolean temporary, final int port) {
    this.server = server;
    this.directory = directory;
    this.temporary = temporary;
    this.port = port;
  }

  /**
   * Starts a broker and returns when it serves requests, which takes a few seconds.
   *
   * @throws IOException if the port is taken, or the data directory cannot be used or belongs to another cluster layout
   */
  public static EmbeddedBroker start(final Options options) throws IOException {
    final int port = options.port() == 0 ? freePort() : checkedPort(options.port());
    final int controllerPort = freePort();
    final boolean temporary = options.directory().isEmpty();
    final Path directory = temporary
        ? Files.createTempDirectory("labelstream-broker-")
        : Files.createDirectories(options.directory().get().toAbsolutePath());
    try {
      final Path data = directory.resolve("data");
      formatOnce(data);
      final KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings(options, data, port, controllerPort)), Time.SYSTEM);
      return new EmbeddedBroker(started(server), directory, temporary, port);
    } catch (final Exception failure) {
      if (temporary) {
        deleteAll(directory);
      }
      throw new IOException("the broker does not start on " + LOOPBACK + ":" + port + " with data in " + directory + ": "
          + failure.getMessage(), failure);
    }
  }

  /** The address that clients take as {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return LOOPBACK + ":" + port;
  }

  /** The port for clients. */
  public int port() {
    return port;
  }

  /** Where the data is. */
  public Path directory() {
    return directory;
  }

  /** Stops the broker, and deletes its data if it is in a temporary directory. Closing twice does nothing. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    server.shutdown();
    server.awaitShutdown();
    if (temporary) {
      deleteAll(directory);
    }
  }

  private static KafkaRaftServer started(final KafkaRaftServer server) {
    try {
      server.startup();
      return server;
    } catch (final RuntimeException failure) {
      server.shutdown();
      throw failure;
    }
  }

  private static Map<String, String> settings(final Options options, final Path data, final int port, final int controllerPort) {
    final Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE_ID));
    settings.put("listeners", "PLAINTEXT://" + LOOPBACK + ":" + port + "," + CONTROLLER + "://" + LOOPBACK + ":" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://" + LOOPBACK + ":" + port);
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    // A static quorum: the controller's port may then differ from one start to the next on the same data.
    settings.put("controller.quorum.voters", NODE_ID + "@" + LOOPBACK + ":" + controllerPort);
    settings.put("log.dirs", data.toString());
    settings.put("auto.create.topics.enable", "false");
    for (final String one : List.of(
        "offsets.topic.replication.factor",
        "offsets.topic.num.partitions",
        "transaction.state.log.replication.factor",
        "transaction.state.log.min.isr",
        "transaction.state.log.num.partitions",
        "share.coordinator.state.topic.replication.factor",
        "share.coordinator.state.topic.min.isr")) {
      settings.put(one, "1");
    }
    // Local groups are complete from the first member on; waiting for more would only delay each start by seconds.
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.streams.initial.rebalance.delay.ms", "0");
    // The default takes 128 MiB of heap; this is enough for a few hundred thousand distinct keys of compacted topics.
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20));
    // After a kill, the next start waits until the old registration has timed out.
    settings.put("broker.session.timeout.ms", "2000");
    settings.put("broker.heartbeat.interval.ms", "500");
    settings.putAll(options.settings());
    return settings;
  }

  private static void formatOnce(final Path data) throws Exception {
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(data);
    try (PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(quiet)
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(NODE_ID)
          .setControllerListenerName(CONTROLLER)
          .setDirectories(List.of(data.toString()))
          .setMetadataLogDirectory(data.toString())
          .run();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }

  /** For a port that is taken the server would log a stack trace of its own, and only after seconds; this check is quick and quiet. */
  private static int checkedPort(final int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port));
      return port;
    } catch (final IOException taken) {
      throw new IOException("port " + port + " on " + LOOPBACK + " is taken: choose another, or 0 for any free one", taken);
    }
  }

  private static void deleteAll(final Path directory) {
    try {
      Files.walkFileTree(directory, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException {
          Files.deleteIfExists(file);
          return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(final Path visited, final IOException failure) throws IOException {
          Files.deleteIfExists(visited);
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (final IOException e) {
      throw new UncheckedIOException("the temporary data in " + directory + " cannot be deleted", e);
    }
  }
}
