package io.labelstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Decisions;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.Pom;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.Announcer;
import io.labelstream.rollout.kafka.RolloutTopic;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A project that has nothing but the library as it would be installed, built and run offline. */
@ExtendWith(SharedBroker.class)
class LibraryIT {
  private static final Path CONSUMER = Path.of("src", "test", "consumer");
  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LEAD = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int TEXTS = 40;

  @TempDir
  private static Path folder;

  private static String classPath;

  @BeforeAll
  static void build() throws Exception {
    final Pom pom = Pom.read();
    final String version = pom.text("/project/version");
    final Path project = copy(CONSUMER, folder.resolve("consumer"));
    final Path dependencies = folder.resolve("dependencies");
    run(project, "mvn", "--offline", "--quiet", "--batch-mode", "-Dstyle.color=never",
        "-Dmaven.repo.local=" + repositoryWithTheLibrary(version),
        "-Dlabelstream.version=" + version,
        "-Dkafka.version=" + pom.text("/project/properties/kafka.version"),
        "-Dmdep.outputFile=" + dependencies,
        "compile", "dependency:build-classpath");
    classPath = Files.readString(dependencies).strip() + File.pathSeparator + project.resolve("target").resolve("classes");
  }

  /** JUnit would warn of each. */
  @AfterAll
  static void removeLinks() throws IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      for (final Path link : entries.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  @Test
  void shouldClassifyAndLeaveStateStoresToTheTopologyAroundIt() throws Exception {
    // When
    final List<String> output = run(folder, JAVA, "-classpath", classPath, "org.example.Main", Path.of("models", "lid.176.ftz").toAbsolutePath().toString());

    // Then
    assertThat(output).contains("label: de", "counted: 1");
  }

  @Test
  void shouldLetAnAnnouncedVersionTakeOverOnBothInstances(final EmbeddedBroker broker) throws Exception {
    // Given
    final Topics topics = new Topics(broker.bootstrapServers());
    topics.create("texts", 4, Map.of());
    topics.create("labels", 4, Map.of());
    final RolloutTopic control = RolloutTopic.control("library.models");
    topics.create(control.name(), control.partitions(), control.settings());
    try (Instance one = Instance.start("one", broker); Instance two = Instance.start("two", broker)) {
      announce(broker, "1", "a", new EffectiveFrom.Beginning());
      awaitWorkForBoth(broker, one, two);
      send(topics);

      // When
      final Entry takeover = announce(broker, "2", "b", new EffectiveFrom.AfterLead());
      Deadline.within(PATIENCE, "the effective time", System::currentTimeMillis, now -> now > takeover.effectiveFrom());
      send(topics);

      // Then
      assertThat(topics.read("labels", 2 * TEXTS, PATIENCE)).hasSize(2 * TEXTS).allSatisfy(record -> {
        final JsonNode slot = JSON.readTree(record.value()).at("/slots/0");
        final boolean later = record.timestamp() >= takeover.effectiveFrom();
        assertThat(slot.at("/model/version").asText()).isEqualTo(later ? "2" : "1");
        assertThat(slot.at("/labels/0/name").asText()).isEqualTo(later ? "b" : "a");
      });
      assertThat(List.of(one.stop(), two.stop())).allSatisfy(output -> assertThat(output)
          .contains("status: Status[obstacles=[], live={language=VersionId[name=model, version=2, "));
    }
  }

  @Test
  void shouldBringAboutADozenJarsAndNeitherServerNorLoggingBackend() {
    // When
    final List<String> jars = Stream.of(classPath.split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(jar -> Path.of(jar).getFileName().toString().replaceAll("-[0-9].*", ""))
        .toList();

    // Then
    assertThat(jars).containsExactlyInAnyOrder(
        "labelstream", "kafka-streams-test-utils",
        "kafka-streams", "kafka-clients", "rocksdbjni", "zstd-jni", "lz4-java", "snappy-java",
        "avro", "commons-compress", "commons-codec", "commons-io", "commons-lang3",
        "jackson-databind", "jackson-core", "jackson-annotations", "fastutil-core", "HdrHistogram", "slf4j-api", "jspecify");
  }

  private static Entry announce(final EmbeddedBroker broker, final String version, final String label, final EffectiveFrom effectiveFrom)
      throws Exception {
    final Path model = Files.write(folder.resolve(version + ".bin"), new FastTextModelFile(1).labels("__label__" + label).bytes());
    final ArtifactReference artifact = new ArtifactReference(model.toUri().toString(), Files.size(model), Sha256.of(model));
    try (Announcer announcer = Announcer.open(
        Map.of("bootstrap.servers", broker.bootstrapServers()), "library.models", Lead.of(LEAD), Trust.none(), Optional.empty(), PATIENCE)) {
      return Decisions.await(announcer, announcer.announce(new Announcement(
          "language", 1, "model", version, "fasttext", artifact, Optional.empty(), new Traffic.Live(), effectiveFrom, Reach.FORWARD, "", ""), PATIENCE),
          PATIENCE);
    }
  }

  private static void awaitWorkForBoth(final EmbeddedBroker broker, final Instance one, final Instance two) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Deadline.within(PATIENCE, "partitions of each", () -> {
        for (final Instance instance : List.of(one, two)) {
          assertThat(instance.process().isAlive()).isTrue();
        }
        // No group of that name is there before the first of them has joined.
        return admin.describeConsumerGroups(List.of("languages")).describedGroups().get("languages").toCompletionStage()
            .thenApply(group -> group.members().stream().map(member -> member.assignment().topicPartitions().size()).toList())
            .exceptionally(_ -> List.of()).toCompletableFuture().get();
      }, partitions -> partitions.equals(List.of(2, 2)));
    }
  }

  /** Texts of this moment, on all partitions. */
  private static void send(final Topics topics) throws Exception {
    topics.send(IntStream.range(0, TEXTS)
        .mapToObj(number -> new ProducerRecord<>("texts", number % 4, System.currentTimeMillis(), new byte[] {(byte) number}, new byte[] {'x'}))
        .toList());
  }

  /** A process that has nothing but the library and what it brings. */
  private record Instance(Process process) implements AutoCloseable {
    static Instance start(final String name, final EmbeddedBroker broker) throws IOException {
      final Path settings = Files.writeString(folder.resolve(name + ".properties"), """
          kafka.bootstrap.servers=%s
          labelstream.application.id=languages
          labelstream.instance.id=%s
          labelstream.slots=language
          labelstream.control.topic=library.models
          labelstream.status.topic=library.status
          labelstream.artifact.topic=library.artifacts
          labelstream.shadow.topic=library.shadow
          labelstream.topics.create=on
          labelstream.rollout.lead.ms=%d
          labelstream.rollout.locations=%s
          """.formatted(broker.bootstrapServers(), name, LEAD.toMillis(), folder));
      final Path streams = Files.writeString(folder.resolve(name + ".streams.properties"), """
          bootstrap.servers=%s
          application.id=languages
          processing.guarantee=exactly_once_v2
          """.formatted(broker.bootstrapServers()));
      final Process process = new ProcessBuilder(JAVA, "-classpath", classPath, "org.example.LiveLanguages", settings.toString(), streams.toString())
          .redirectErrorStream(true).start();
      return new Instance(process);
    }

    /** Ends it, and gives what it says last. */
    String stop() throws IOException {
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** A local repository with all that this build has resolved, by links, and the library as {@code install} would put it there. */
  private static Path repositoryWithTheLibrary(final String version) throws IOException, URISyntaxException {
    final Path repository = Files.createDirectory(folder.resolve("repository"));
    final Path groups = Files.createDirectory(repository.resolve("io"));
    final Path resolved = localRepository();
    link(resolved, repository);
    link(resolved.resolve("io"), groups);
    final Path library = Files.createDirectories(groups.resolve(Path.of("labelstream", "labelstream", version)));
    Files.copy(Pom.FILE, library.resolve("labelstream-" + version + ".pom"));
    Files.copy(Path.of("target", "labelstream.jar"), library.resolve("labelstream-" + version + ".jar"));
    return repository;
  }

  /** Where this build has its dependencies from: REPOSITORY/org/apache/kafka/kafka-streams/VERSION/JAR. */
  private static Path localRepository() throws URISyntaxException {
    Path file = Path.of(KafkaStreams.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    for (int level = 0; level < 6; level++) {
      file = file.getParent();
    }
    return file;
  }

  private static List<String> run(final Path directory, final String... command) throws IOException, InterruptedException {
    final ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    final Process process = builder.start();
    final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  private static void link(final Path from, final Path into) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (final Path entry : entries.toList()) {
        final Path link = into.resolve(entry.getFileName());
        if (Files.notExists(link) && !entry.endsWith(Path.of("io", "labelstream"))) {
          Files.createSymbolicLink(link, entry);
        }
      }
    }
  }

  private static Path copy(final Path from, final Path to) throws IOException {
    try (Stream<Path> entries = Files.walk(from)) {
      for (final Path entry : entries.toList()) {
        Files.copy(entry, to.resolve(from.relativize(entry).toString()));
      }
    }
    return to;
  }
}
