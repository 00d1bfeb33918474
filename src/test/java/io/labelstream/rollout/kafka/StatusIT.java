package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.StatusSink.ControlReport;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class StatusIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);
  private static int number;

  private String topic;
  private Topics topics;
  private Map<String, Object> properties;
  private StatusReader reader;

  @BeforeEach
  void createTopic(final EmbeddedBroker broker) throws Exception {
    topic = "status-" + number++;
    topics = new Topics(broker.bootstrapServers());
    properties = Map.of("bootstrap.servers", broker.bootstrapServers());
    create();
    reader = new StatusReader(properties, topic);
  }

  @AfterEach
  void closeReader() {
    reader.close();
  }

  @Test
  void shouldGiveBackWhatAnInstanceReports() throws Exception {
    // Given
    try (StatusPublisher publisher = start("i1", Duration.ofMinutes(1), () -> Statuses.heartbeat("running"))) {

      // When
      publisher.model(Statuses.report("v1", ModelState.RECEIVED));
      publisher.model(Statuses.report("v1", ModelState.READY));
      publisher.model(Statuses.rejected("base", RejectionCode.DIGEST_DIFFERS, "digest a, expected b"));
      publisher.control(Statuses.refused(Optional.of("language"), 31));
      publisher.control(Statuses.refused(Optional.empty(), 32));

      // Then
      final StatusReader.Fleet fleet = read(read -> read.versions().size() == 4 && read.instances().size() == 1
          && read.versions().stream().anyMatch(version -> version.state().equals("ready")));
      assertThat(fleet.unreadable()).isZero();
      assertThat(fleet.instances()).singleElement().satisfies(instance -> {
        assertThat(instance).isEqualTo(new InstanceState("i1", "app", List.of("language", "topic"), "running", 42,
            InstanceState.Currency.CAUGHT_UP, Duration.ofMinutes(1), Duration.ofSeconds(15), 9_000, NOW, instance.written(), "token-i1",
            Statuses.CONFIG, List.of("i9")));
        assertThat(Duration.between(instance.written(), Instant.now())).isLessThan(PATIENCE);
      });
      assertThat(fleet.versions()).containsExactlyInAnyOrder(
          new VersionState("i1", "app", "language", "lid", "v1", "ef".repeat(32), 7, OptionalLong.of(12), "ready", "", "", 4096,
              List.of(new VersionState.Step("fetched", Duration.ofNanos(1_234_000)), new VersionState.Step("verified", Duration.ofMillis(3))), NOW),
          new VersionState("i1", "app", "language", "lid", "base", "ef".repeat(32), 0, OptionalLong.empty(), "rejected", "digest-differs",
              "digest a, expected b", 0, List.of(), NOW),
          new VersionState("i1", "app", "language", "", "", "", 0, OptionalLong.of(31), "rejected", "unreadable", "the value has 7 bytes", 0,
              List.of(), NOW),
          new VersionState("i1", "app", "", "", "", "", 0, OptionalLong.of(32), "rejected", "unreadable", "the value has 7 bytes", 0,
              List.of(), NOW));
      assertThat(keys()).contains("i1", "i1/language/lid:v1", "i1/language/lid:base", "i1/language/@31", "i1/-/@32");
    }
  }

  @Test
  void shouldGiveSignsOfLife() throws Exception {
    // Given
    final AtomicReference<String> state = new AtomicReference<>("starting");
    try (StatusPublisher publisher = start("i1", Duration.ofMillis(400), () -> Statuses.heartbeat(state.get()))) {
      read(fleet -> fleet.instances().stream().anyMatch(instance -> instance.state().equals("starting")));

      // When
      state.set("running");

      // Then
      final InstanceState instance = read(fleet -> fleet.instances().getFirst().state().equals("running")).instances().getFirst();
      assertThat(instance.heartbeat()).isEqualTo(Duration.ofMillis(200));
      assertThat(instance.liveness(instance.written())).isEqualTo(InstanceState.Liveness.ALIVE);
    }
  }

  @Test
  void shouldGoOnWhenASignOfLifeCannotBeTold() throws Exception {
    // Given
    final AtomicReference<RuntimeException> defect = new AtomicReference<>(new IllegalStateException("not yet"));
    try (StatusPublisher publisher = start("i1", Duration.ofMillis(400), () -> {
      final RuntimeException now = defect.get();
      if (now != null) {
        throw now;
      }
      return Statuses.heartbeat("running");
    })) {

      // When
      publisher.model(Statuses.report("v1", ModelState.READY));
      read(fleet -> fleet.versions().size() == 1);
      defect.set(null);

      // Then
      read(fleet -> fleet.instances().size() == 1);
    }
  }

  @Test
  void shouldDeleteTheKeysOfAnInstanceThatStops() throws Exception {
    // Given
    final StatusPublisher stays = start("i2", Duration.ofMinutes(1), () -> Statuses.heartbeat("running"));
    final StatusPublisher stops = start("i1", Duration.ofMinutes(1), () -> Statuses.heartbeat("running"));
    for (final StatusPublisher publisher : List.of(stays, stops)) {
      publisher.model(Statuses.report("v1", ModelState.READY));
      publisher.control(Statuses.refused(Optional.empty(), 3));
    }
    read(fleet -> fleet.versions().size() == 4 && fleet.instances().size() == 2);

    // When
    stops.close();
    stops.close();
    stops.model(Statuses.report("v1", ModelState.RELEASED));

    // Then
    final StatusReader.Fleet fleet = reader.read(PATIENCE);
    assertThat(fleet.instances()).extracting(InstanceState::instance).containsExactly("i2");
    assertThat(fleet.versions()).extracting(VersionState::instance).containsOnly("i2");
    stays.close();
    assertThat(reader.read(PATIENCE).versions()).isEmpty();
  }

  @Test
  void shouldForgetWhatWasWrongWithATopicThatIsFitAgain() throws Exception {
    // Given
    try (StatusPublisher publisher = start("i1", Duration.ofMinutes(1), () -> Statuses.heartbeat("running"))) {
      publisher.control(new ControlReport(Optional.empty(), OptionalLong.empty(), new Rejection(RejectionCode.CONTROL_TOPIC_MISSING, "gone")));
      publisher.control(Statuses.refused(Optional.empty(), 3));
      assertThat(read(fleet -> fleet.versions().size() == 2).versions()).extracting(VersionState::code)
          .containsExactlyInAnyOrder("control-topic-missing", "unreadable");

      // When
      publisher.controlTopicFit();

      // Then
      assertThat(read(fleet -> fleet.versions().size() == 1).versions()).extracting(VersionState::code).containsExactly("unreadable");
    }
  }

  @Test
  void shouldWriteToATopicThatIsCreatedLater() throws Exception {
    // Given
    topic = "status-" + number++;
    try (StatusPublisher publisher = start("i1", Duration.ofMinutes(1), () -> Statuses.heartbeat("running"))) {
      publisher.model(Statuses.report("v1", ModelState.READY));

      // When
      create();

      // Then
      try (StatusReader later = new StatusReader(properties, topic)) {
        Deadline.within(PATIENCE, "status", () -> later.read(PATIENCE), fleet -> fleet.versions().size() == 1 && fleet.instances().size() == 1);
      }
    }
  }

  @Test
  void shouldCountWhatIsNoStatus() throws Exception {
    // Given
    topics.send(List.of(record("a", "garbage"), record("b", ""), record("c", "\u00C3\u0001garbage-garbage")));
    try (StatusPublisher publisher = start("i1", Duration.ofMinutes(1), () -> Statuses.heartbeat("running"))) {

      // When
      final StatusReader.Fleet fleet = read(read -> read.instances().size() == 1);

      // Then
      assertThat(fleet.unreadable()).isEqualTo(3);
      assertThat(fleet.versions()).isEmpty();
    }
  }

  private StatusPublisher start(final String instance, final Duration lead, final Supplier<StatusPublisher.Heartbeat> heart) {
    return StatusPublisher.start(new StatusPublisher.Settings(topic, instance, "token-" + instance, "app", lead, Duration.ofSeconds(5)), properties, heart,
        InstantSource.fixed(NOW));
  }

  private StatusReader.Fleet read(final Predicate<StatusReader.Fleet> done) {
    return Deadline.within(PATIENCE, "status", () -> reader.read(PATIENCE), done);
  }

  private List<String> keys() {
    return topics.read(topic, 5, PATIENCE).stream().map(ConsumerRecord::key).map(key -> new String(key, StandardCharsets.UTF_8)).toList();
  }

  private ProducerRecord<byte[], byte[]> record(final String key, final String value) {
    return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void create() throws Exception {
    final RolloutTopic spec = RolloutTopic.status(topic);
    topics.create(topic, spec.partitions(), spec.settings());
  }
}
