package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.sun.net.httpserver.HttpServer;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.config.RolloutConfig;
import io.labelstream.rollout.kafka.RolloutTopic;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks of the compose file that need no container engine. */
class ComposeTest {
  private static final Pattern PINNED = Pattern.compile("\\S+:\\d+(\\.\\d+)+\\S*");
  private static final String APPLICATION = "labelstream";

  private JsonNode services;

  @BeforeEach
  void read() throws Exception {
    services = new ObjectMapper(new YAMLFactory()).readTree(Path.of("docker-compose.yml").toFile()).get("services");
  }

  @Test
  void shouldPinEachImageToARelease() {
    final Stream<String> images = services.valueStream().map(service -> service.path("image").asText()).filter(image -> !image.isEmpty());
    final Stream<String> bases = dockerfile().lines().filter(line -> line.startsWith("FROM ")).map(line -> line.split(" ")[1]);
    assertThat(Stream.concat(images, bases)).hasSize(5).allMatch(image -> PINNED.matcher(image).matches());
  }

  @Test
  void shouldCheckTheHealthOfEachServiceThatStaysAndWaitForIt() {
    for (final Map.Entry<String, JsonNode> service : services.properties()) {
      if (!service.getKey().equals("topics")) {
        assertThat(service.getValue().path("healthcheck").path("test").isArray()).as(service.getKey()).isTrue();
      }
      for (final Map.Entry<String, JsonNode> dependency : service.getValue().path("depends_on").properties()) {
        assertThat(dependency.getValue().get("condition").asText())
            .isEqualTo(dependency.getKey().equals("topics") ? "service_completed_successfully" : "service_healthy");
      }
    }
    assertThat(names(services.get(APPLICATION).get("depends_on"))).containsExactlyInAnyOrder("kafka", "registry", "topics");
    assertThat(services.toString()).as("waiting is for a condition, never for a time").doesNotContain("sleep");
  }

  @Test
  void shouldConfigureTheApplicationWithKeysThatItKnows() throws Exception {
    // When
    final PipelineConfig config = config();

    // Then
    assertThat(config.slots()).singleElement().satisfies(slot -> assertThat(slot.model().orElseThrow()).exists());
    assertThat(names(services.get(APPLICATION).get("environment"))).filteredOn(name -> !name.startsWith("LABELSTREAM_"))
        .containsExactly("KAFKA_BOOTSTRAP_SERVERS");
  }

  @Test
  void shouldCreateEachTopicThatTheApplicationUses() throws Exception {
    // Given
    final PipelineConfig config = config();
    final RolloutConfig rollout = config.rollout().orElseThrow();

    // When
    final Map<String, String> created = new HashMap<>();
    Pattern.compile("^create (\\S+) (.*)$", Pattern.MULTILINE).matcher(services.get("topics").get("command").get(0).asText()).results()
        .forEach(topic -> created.put(topic.group(1), topic.group(2)));

    // Then
    for (final RolloutTopic topic : List.of(RolloutTopic.control(rollout.controlTopic()), RolloutTopic.status(rollout.statusTopic()),
        RolloutTopic.artifacts(rollout.artifactTopic()))) {
      assertThat(created.remove(topic.name()).split(" --config ")).as(topic.name())
          .containsExactlyInAnyOrder(Stream.concat(Stream.of(Integer.toString(topic.partitions())),
              topic.settings().entrySet().stream().map(Map.Entry::toString)).toArray(String[]::new));
    }
    assertThat(created.keySet())
        .containsExactlyInAnyOrder(config.inputTopic(), config.outputTopic(), config.deadLetterTopic(), rollout.shadowTopic());
  }

  @Test
  void shouldAdvertiseAnAddressForThisMachineAndOneForTheNetwork() throws Exception {
    // Given
    final JsonNode kafka = services.get("kafka").get("environment");

    // When
    final List<String> advertised = Arrays.asList(kafka.get("KAFKA_ADVERTISED_LISTENERS").asText().split(","));

    // Then
    assertThat(advertised).contains("HOST://localhost:9092", "NETWORK://" + config().bootstrapServers());
    assertThat(services.get("kafka").get("ports").get(0).asText()).endsWith("9092:9092");
    assertThat(kafka.get("KAFKA_LISTENERS").asText().split(","))
        .hasSize(kafka.get("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP").asText().split(",").length);
  }

  @Test
  void shouldNameTheRegistryByItsService() throws Exception {
    final URI registry = config().registry().orElseThrow().http().orElseThrow().urls().getFirst();
    assertThat(services.has(registry.getHost())).isTrue();
    assertThat(services.get(registry.getHost()).get("ports").get(0).asText()).endsWith(":" + registry.getPort());
  }

  @Test
  void shouldServeHealthOnlyToThisMachine() throws Exception {
    // Given
    final int port = config().httpPort().orElseThrow();

    // When
    final String published = services.get(APPLICATION).get("ports").get(0).asText();

    // Then
    assertThat(published).isEqualTo("127.0.0.1:" + port + ":" + port);
    assertThat(config().httpHost()).isEqualTo("0.0.0.0");
  }

  @ParameterizedTest
  @CsvSource({"200, 0", "503, 1"})
  void shouldFindTheApplicationHealthyOnlyWhenItIsReady(final int status, final int exit) throws Exception {
    // Given
    final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/readyz", exchange -> {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    });
    server.start();
    final int port = config().httpPort().orElseThrow();
    final List<String> check = services.get(APPLICATION).get("healthcheck").get("test").valueStream().skip(1)
        .map(word -> word.asText().replace("$$", "$").replace("/" + port + " ", "/" + server.getAddress().getPort() + " "))
        .toList();

    // When
    final Process process = new ProcessBuilder(check).inheritIO().start();

    // Then
    assertThat(process.waitFor()).isEqualTo(exit);
    server.stop(0);
  }

  @Test
  void shouldGiveAStopMoreTimeThanItTakes() throws Exception {
    final Duration grace = Duration.parse("PT" + services.get(APPLICATION).get("stop_grace_period").asText());
    assertThat(grace).isGreaterThan(config().shutdownTimeout());
  }

  @Test
  void shouldCopyOnlyWhatIsThere() {
    final List<String> sources = dockerfile().lines()
        .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
        .flatMap(line -> Arrays.stream(line.split(" ")).skip(1).limit(line.split(" ").length - 2L))
        .toList();
    assertThat(sources).contains("labelstream", "models", "src")
        .allSatisfy(source -> assertThat(Files.exists(Path.of(source))).as(source).isTrue());
  }

  private String dockerfile() {
    return services.get(APPLICATION).get("build").get("dockerfile_inline").asText();
  }

  private PipelineConfig config() throws Exception {
    final Map<String, String> environment = new HashMap<>();
    services.get(APPLICATION).get("environment").properties().forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return PipelineConfig.load(List.of(), environment, Map.of());
  }

  private static List<String> names(final JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
