package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.LogLines;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
@Timeout(300)
class PipelineStartIT {
  private static final Path MODEL = Path.of("models", "lid.176.ftz");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void shouldNameTheBrokerThatDoesNotAnswer() throws Exception {
    // Given
    final int unused = unusedPort();

    // When
    final StartupException refused = refused(Map.of(
        "kafka.bootstrap.servers", "127.0.0.1:" + unused, "labelstream.start.timeout.ms", "2000"));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.BROKER_UNREACHABLE);
    assertThat(refused).hasMessageContaining("127.0.0.1:" + unused).hasMessageContaining("2000 ms")
        .hasMessageContaining("kafka.bootstrap.servers");
  }

  @Test
  void shouldNameTheBrokerWhoseNameLeadsNowhere() throws Exception {
    // When
    final StartupException refused = refused(Map.of("kafka.bootstrap.servers", "no-such-host.invalid:9092"));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.BROKER_UNREACHABLE);
    assertThat(refused).hasMessageContaining("no-such-host.invalid:9092");
  }

  @Test
  void shouldNameTheInputTopicThatIsMissing(final EmbeddedBroker broker) throws Exception {
    // When
    final StartupException refused = refused(Map.of(
        "kafka.bootstrap.servers", broker.bootstrapServers(), "labelstream.input.topic", "absent", "labelstream.topics.create", "on"));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.TOPIC_MISSING);
    assertThat(refused).hasMessageContaining("input topic absent").hasMessageContaining("labelstream.input.topic");
  }

  @Test
  void shouldEndWhenTheInputTopicIsDeleted(final EmbeddedBroker broker) throws Exception {
    // Given
    final Topics topics = new Topics(broker.bootstrapServers());
    topics.create("fleeting", 1, Map.of());
    try (Pipeline pipeline = Pipeline.open(config(Map.of(
        "kafka.bootstrap.servers", broker.bootstrapServers(), "labelstream.input.topic", "fleeting", "labelstream.output.topic", "fleeting.out",
        "labelstream.application.id", "fleeting", "labelstream.topics.create", "on")))) {
      pipeline.start();
      topics.send(List.of(new ProducerRecord<>("fleeting", "Das ist ein Satz.".getBytes(StandardCharsets.UTF_8))));
      topics.awaitFirst("fleeting.out", PATIENCE);

      // When
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        admin.deleteTopics(List.of("fleeting")).all().get();
      }

      // Then
      assertThat(pipeline.awaitEnd(PATIENCE)).hasValueSatisfying(end -> assertThat(end)
          .isInstanceOfSatisfying(PipelineEnd.Failed.class, failed -> {
            assertThat(failed.failure()).isEqualTo(StartupFailure.TOPIC_MISSING);
            assertThat(failed.message()).contains("input topic fleeting", "deleted", "labelstream.input.topic");
          }));
      assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
    }
  }

  @Test
  void shouldProcessNoRecordBeforeItsCodeIsWarm(final EmbeddedBroker broker) throws Exception {
    // Given
    final Topics topics = new Topics(broker.bootstrapServers());
    topics.create("waiting", 1, Map.of());
    topics.send(List.of(new ProducerRecord<>("waiting", "Das ist ein Satz.".getBytes(StandardCharsets.UTF_8))));
    try (LogLines log = LogLines.capture(Level.INFO);
        Pipeline pipeline = Pipeline.open(config(Map.of(
            "kafka.bootstrap.servers", broker.bootstrapServers(), "labelstream.input.topic", "waiting", "labelstream.output.topic", "waiting.out",
            "labelstream.application.id", "waiting", "labelstream.topics.create", "on")))) {

      // When
      pipeline.start();
      Deadline.within(PATIENCE, "a record", () -> pipeline.stats().in(), in -> in > 0);

      // Then
      assertThat(log.lines()).anyMatch(line -> line.contains(WarmUp.class.getName() + " warmed up"));
    }
  }

  @Test
  void shouldWarnOfATopicThatRefusesTimestampsWhichTheInputTopicTakes(final EmbeddedBroker broker) throws Exception {
    // Given
    final Topics topics = new Topics(broker.bootstrapServers());
    topics.create("patient", 1, Map.of("message.timestamp.after.max.ms", "7200000"));
    topics.create("patient.out", 1, Map.of("message.timestamp.after.max.ms", "3600000"));

    // When
    try (LogLines log = LogLines.capture();
        Pipeline pipeline = Pipeline.open(PipelineConfig.of(Map.of(
            "kafka.bootstrap.servers", broker.bootstrapServers(), "labelstream.input.topic", "patient",
            "labelstream.output.topic", "patient.out", "labelstream.topics.create", "on",
            "labelstream.slot.default.model", MODEL.toString())))) {

      // Then
      assertThat(log.lines()).filteredOn(line -> line.contains("refuses timestamps")).singleElement().asString()
          .contains("topic=\"patient.out\"", "message.timestamp.after.max.ms", "3600000", "7200000");
      assertThat(pipeline.state()).isEqualTo(PipelineState.READY);
    }
  }

  @Test
  void shouldNotCreateTopicsWhenNotTold(final EmbeddedBroker broker) throws Exception {
    // Given
    new Topics(broker.bootstrapServers()).create("lonely", 1, Map.of());

    // When
    final StartupException refused = refused(Map.of(
        "kafka.bootstrap.servers", broker.bootstrapServers(), "labelstream.input.topic", "lonely",
        "labelstream.output.topic", "lonely.out"));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.TOPIC_MISSING);
    assertThat(refused).hasMessageContaining("output topic lonely.out").hasMessageContaining("labelstream.topics.create=on");
  }

  @Test
  void shouldCreateTopicsThatTakeWhatTheInputTopicTakes(final EmbeddedBroker broker) throws Exception {
    // Given
    new Topics(broker.bootstrapServers()).create("wide", 5, Map.of("max.message.bytes", "5000000"));

    // When
    Pipeline.open(config(Map.of(
        "kafka.bootstrap.servers", broker.bootstrapServers(), "labelstream.input.topic", "wide", "labelstream.output.topic", "wide.out",
        "labelstream.topics.create", "on"))).close();

    // Then
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      final Map<String, TopicDescription> topics = admin.describeTopics(List.of("wide.out", "wide.dead")).allTopicNames().get();
      assertThat(topics.values()).allSatisfy(topic -> assertThat(topic.partitions()).hasSize(5));
      final ConfigResource dead = new ConfigResource(ConfigResource.Type.TOPIC, "wide.dead");
      assertThat(Integer.parseInt(admin.describeConfigs(List.of(dead)).all().get().get(dead).get("max.message.bytes").value()))
          .isGreaterThan(5_000_000);
    }
  }

  @Test
  void shouldNameTheModelThatIsMissing() throws Exception {
    // When
    final StartupException refused = refused(Map.of("labelstream.slot.default.model", "absent.ftz"));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.MODEL_MISSING);
    assertThat(refused).hasMessageContaining("absent.ftz").hasMessageContaining("labelstream.slot.default.model");
  }

  @Test
  void shouldNameTheModelThatIsDamaged(@TempDir final Path directory) throws Exception {
    // Given
    final byte[] model = Files.readAllBytes(MODEL);
    final Path damaged = Files.write(directory.resolve("damaged.ftz"), Arrays.copyOf(model, model.length / 2));

    // When
    final StartupException refused = refused(Map.of("labelstream.slot.default.model", damaged.toString()));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.MODEL_REFUSED);
    assertThat(refused).hasMessageContaining("damaged.ftz").hasMessageContaining("slot default");
  }

  @Test
  void shouldNameTheSlotThatWritesVectorsOfAModelWithoutThem() throws Exception {
    // When
    final StartupException refused = refused(Map.of("labelstream.slot.default.model", MODEL.toString(), "labelstream.slot.default.vector", "float32"));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.MODEL_REFUSED);
    assertThat(refused).hasMessageContaining("slot default").hasMessageContaining("gives no vectors").hasMessageContaining("labelstream.slot.default.vector=none");
  }

  @Test
  void shouldNameTheRegistryThatDoesNotAnswer(final EmbeddedBroker broker) throws Exception {
    // Given
    new Topics(broker.bootstrapServers()).create("unregistered", 1, Map.of());
    final String url = "http://127.0.0.1:" + unusedPort();

    // When
    final StartupException refused = refused(Map.of(
        "kafka.bootstrap.servers", broker.bootstrapServers(), "labelstream.input.topic", "unregistered",
        "labelstream.output.topic", "unregistered.out", "labelstream.topics.create", "on", "labelstream.output.format", "avro",
        "labelstream.schema.registry.url", url));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.REGISTRY_UNREACHABLE);
    assertThat(refused).hasMessageContaining(url).hasMessageContaining("labelstream.schema.registry.url");
  }

  @Test
  void shouldNameTheSettingOfKafkaThatDoesNotFit(final EmbeddedBroker broker) throws Exception {
    // When
    final StartupException refused = refused(Map.of(
        "kafka.bootstrap.servers", broker.bootstrapServers(), "kafka.security.protocol", "SSL",
        "kafka.ssl.truststore.location", "absent.jks"));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.CONFIGURATION);
    assertThat(refused).hasMessageContaining("absent.jks");
  }

  private static StartupException refused(final Map<String, String> settings) throws StartupException {
    final PipelineConfig config = config(settings);
    final StartupException refused = catchThrowableOfType(StartupException.class, () -> Pipeline.open(config).close());
    assertThat(refused).isNotNull();
    assertThat(refused.getMessage()).doesNotContain("\n");
    return refused;
  }

  private static PipelineConfig config(final Map<String, String> settings) throws StartupException {
    final Map<String, String> all = new HashMap<>(Map.of("labelstream.slot.default.model", MODEL.toString()));
    all.putAll(settings);
    return PipelineConfig.of(all);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
