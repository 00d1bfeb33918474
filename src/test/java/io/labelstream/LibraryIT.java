package io.labelstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.Pom;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that has nothing but the library as it would be installed, built and run offline. */
class LibraryIT {
  private static final Path CONSUMER = Path.of("src", "test", "consumer");

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
    final List<String> output = run(folder, Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-classpath", classPath, "org.example.Main", Path.of("models", "lid.176.ftz").toAbsolutePath().toString());

    // Then
    assertThat(output).contains("label: de", "counted: 1");
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
        "jackson-databind", "jackson-core", "jackson-annotations", "HdrHistogram", "slf4j-api", "jspecify");
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
