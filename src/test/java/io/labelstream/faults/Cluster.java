package io.labelstream.faults;

import io.labelstream.fixture.BrokerProcess;
import io.labelstream.fixture.ChildJvm;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.RegistryProcess;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.control.Lead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/** The target of faults: a broker, a schema registry and instances, each a process of its own, with a disturbable network to each instance. */
final class Cluster implements AutoCloseable {
  static final Lead LEAD = Lead.of(Duration.ofSeconds(2));
  static final String TEXTS = "texts";
  static final String LABELS = "labels";
  static final String DEAD = "texts.dead";
  static final String CONTROL = "models";
  static final String APPLICATION = "faults";
  static final String BASE = "base";
  /** The first has a base version. */
  static final List<String> SLOTS = List.of("language", "topic");

  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path folder;
  private final Path modelFolder;
  private final Models models;
  private final Isolation.Support isolation = Isolation.support();
  private final int brokerPort = freePort();
  private final List<String> brokerArguments;
  private final URI registryUrl;
  private final Link registryLink;
  private final List<Instance> instances = new ArrayList<>();
  private final Closing closing = new Closing();
  private Optional<ChildJvm> broker = Optional.empty();

  /**
   * Starts all of it.
   *
   * @param folder for data
   * @param logs for what the instances say
   * @param size how many instances
   */
  Cluster(final Path folder, final Path logs, final int size) throws Exception {
    this.folder = folder;
    this.modelFolder = Files.createDirectories(folder.resolve("models"));
    this.models = new Models(modelFolder);
    try {
      final List<Integer> ports = IntStream.range(0, size).mapToObj(_ -> freePort()).toList();
      final List<Link> links = new ArrayList<>();
      for (final int port : ports) {
        links.add(closing.add(Link.to(port)));
      }
      this.brokerArguments = brokerArguments(ports, links.stream().map(Link::port).toList());
      closing.add(this::killBroker);
      startBroker();
      final int registryPort = freePort();
      closing.add(ChildJvm.start(RegistryProcess.class, List.of(Integer.toString(registryPort), folder.resolve("schemas.jsonl").toString())))
          .awaitLine(RegistryProcess.STARTED);
      this.registryUrl = URI.create("http://127.0.0.1:" + registryPort);
      this.registryLink = closing.add(Link.to(registryPort));
      topics().create(TEXTS, PARTITIONS, Map.of());
      Files.createDirectories(logs);
      for (int number = 0; number < size; number++) {
        final Path staging = Files.createDirectories(folder.resolve("staging-" + number));
        final Path log = logs.resolve("instance-" + number + ".log");
        Files.deleteIfExists(log);
        instances.add(closing.add(
            new Instance("instance-" + number, freePort(), new Instance.Place(staging, log, isolation, links.get(number)), settings())));
      }
      for (final Instance instance : instances) {
        instance.start(Instance.Variation.USUAL);
        awaitTopics(Set.of(LABELS, DEAD, CONTROL));
      }
    } catch (final Exception | Error failed) {
      closing.close();
      throw failed;
    }
  }

  /** A listener for each instance, whose advertised port is that of the instance's network, since clients go where the broker tells them to. */
  private List<String> brokerArguments(final List<Integer> ports, final List<Integer> advertised) {
    final int controller = freePort();
    final List<Integer> each = IntStream.range(0, ports.size()).boxed().toList();
    final String ours = "PLAINTEXT://127.0.0.1:" + brokerPort;
    return List.of(folder.resolve("broker").toString(), Integer.toString(brokerPort),
        "listeners=" + ours + each.stream().map(i -> ",I" + i + "://127.0.0.1:" + ports.get(i)).collect(Collectors.joining())
            + ",CONTROLLER://127.0.0.1:" + controller,
        "advertised.listeners=" + ours + each.stream().map(i -> ",I" + i + "://127.0.0.1:" + advertised.get(i)).collect(Collectors.joining()),
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"
            + each.stream().map(i -> ",I" + i + ":PLAINTEXT").collect(Collectors.joining()),
        "inter.broker.listener.name=PLAINTEXT",
        "controller.quorum.voters=1@127.0.0.1:" + controller,
        // The transactions of the dead are looked for every second instead of every ten.
        "transaction.abort.timed.out.transaction.cleanup.interval.ms=1000");
  }

  /** The settings of all instances, by which a replay can be verified as well. */
  Map<String, String> settings() {
    final Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", servers());
    settings.put("kafka.consumer.session.timeout.ms", "6000");
    settings.put("kafka.consumer.heartbeat.interval.ms", "1500");
    // Where many programs run, the checks before the start take long.
    settings.put("labelstream.start.timeout.ms", "300000");
    settings.put("labelstream.application.id", APPLICATION);
    settings.put("labelstream.input.topic", TEXTS);
    settings.put("labelstream.input.format", "avro");
    settings.put("labelstream.schema.registry.url", "http://127.0.0.1:" + registryLink.port());
    settings.put("labelstream.output.topic", LABELS);
    settings.put("labelstream.topics.create", "on");
    settings.put("labelstream.slots", String.join(",", SLOTS));
    settings.put("labelstream.slot." + SLOTS.getFirst() + ".model", modelFolder.resolve("small-0.bin").toString());
    settings.put("labelstream.slot." + SLOTS.getFirst() + ".model.name", BASE);
    settings.put("labelstream.slot." + SLOTS.getFirst() + ".model.version", BASE);
    settings.put("labelstream.control.topic", CONTROL);
    settings.put("labelstream.rollout.lead.ms", Long.toString(LEAD.length().toMillis()));
    settings.put("labelstream.rollout.fetch.timeout.ms", Long.toString(LEAD.length().toMillis()));
    settings.put("labelstream.rollout.locations", modelFolder.toString());
    settings.put("labelstream.rollout.linger.ms", "2000");
    return settings;
  }

  String servers() {
    return "127.0.0.1:" + brokerPort;
  }

  Topics topics() {
    return new Topics(servers());
  }

  Path modelFolder() {
    return modelFolder;
  }

  Models models() {
    return models;
  }

  URI registryUrl() {
    return registryUrl;
  }

  Link registryLink() {
    return registryLink;
  }

  Isolation.Support isolation() {
    return isolation;
  }

  List<Instance> instances() {
    return instances;
  }

  void killBroker() throws InterruptedException {
    if (broker.isPresent()) {
      broker.get().kill();
    }
  }

  void startBroker() throws IOException, InterruptedException {
    final ChildJvm started = ChildJvm.start(BrokerProcess.class, brokerArguments);
    broker = Optional.of(started);
    started.awaitLine(BrokerProcess.STARTED);
  }

  private void awaitTopics(final Set<String> names) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
      Deadline.within(PATIENCE, "topics " + names, () -> admin.listTopics().names().get(), known -> known.containsAll(names));
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (final IOException none) {
      throw new IllegalStateException("no port is free", none);
    }
  }

  @Override
  public void close() throws Exception {
    closing.close();
  }
}
