package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Decisions;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.Publisher;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.Announcer;
import io.labelstream.rollout.kafka.StatusReader;
import io.labelstream.rollout.kafka.VersionState;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class RolloutIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LEAD = Duration.ofMillis(1_500);
  private static final String SLOT = "topic";

  private String name = "";
  private Map<String, Object> kafka = Map.of();
  private Topics topics;

  @TempDir private Path models;

  @BeforeEach
  void nameTopicsAfterTheTest(final TestInfo test, final EmbeddedBroker broker) {
    this.name = test.getTestMethod().orElseThrow().getName();
    this.kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    this.topics = new Topics(broker.bootstrapServers());
  }

  @Test
  void shouldLetAnAnnouncedVersionTakeOverAtItsEffectiveTimeWhateverElseIsAnnounced() throws Exception {
    // Given
    final Path first = model("first", "__label__a");
    final Path second = model("second", "__label__b");
    topics.create(name, 2, Map.of());
    final Entry takeover;
    final long sent;
    final List<ConsumerRecord<byte[], byte[]>> labels;
    try (Pipeline pipeline = started(Optional.of(first), Map.of())) {
      final Publisher publisher = new Publisher();
      Deadline.within(PATIENCE, "labels of the base version", () -> pipeline.stats().out(), out -> out > 20);

      // When
      try (Announcer announcer = announcer()) {
        assertThat(veto(announce(announcer, draft("broken", new ArtifactReference(second.toUri().toString(), Files.size(second), "0".repeat(64))))))
            .isEqualTo(RejectionCode.DIGEST_DIFFERS.code());
        assertThat(veto(announce(announcer, draft("elsewhere", reference(Path.of("models", "lid.176.ftz"))))))
            .isEqualTo(RejectionCode.LOCATION_FORBIDDEN.code());
        topics.send(List.of(
            new ProducerRecord<>(name + ".models", bytes(SLOT + "/77"), bytes("garbage")),
            new ProducerRecord<>(name + ".models", bytes(SLOT + "/78"), null)));
        takeover = announce(announcer, draft("2", reference(second)));
      }
      Deadline.within(PATIENCE, "labels of the second version", () -> labelledBy("2", pipeline), count -> count > 20);
      assertThat(refusals()).contains(RejectionCode.DIGEST_DIFFERS.code(), RejectionCode.LOCATION_FORBIDDEN.code(),
          RejectionCode.UNREADABLE.code(), RejectionCode.NULL_VALUE.code());
      sent = publisher.stop();
      labels = topics.read(name + ".out", (int) sent, PATIENCE);

      // Then
      assertThat(pipeline.stats().dead()).isZero();
      assertThat(pipeline.rollout().orElseThrow().holds()).isLessThanOrEqualTo(4);
    }
    assertThat(labels.stream().flatMapToLong(label -> LongStream.of(number(label.key()))))
        .as("each text once").containsExactlyInAnyOrderElementsOf(LongStream.range(0, sent).boxed().toList());
    final long effectiveFrom = takeover.effectiveFrom();
    assertThat(labels).extracting(ConsumerRecord::timestamp).anyMatch(time -> time < effectiveFrom).anyMatch(time -> time >= effectiveFrom);
    for (final ConsumerRecord<byte[], byte[]> label : labels) {
      final JsonNode slot = JSON.readTree(label.value()).at("/slots/0");
      if (label.timestamp() < effectiveFrom) {
        assertThat(slot.at("/model/name").asText()).isEqualTo("first");
        assertThat(slot.at("/model/controlOffset").isNull()).isTrue();
        assertThat(slot.at("/labels/0/name").asText()).isEqualTo("a");
      } else {
        assertThat(slot.at("/model/version").asText()).isEqualTo("2");
        assertThat(slot.at("/model/sha256").asText()).isEqualTo(Sha256.of(second));
        assertThat(slot.at("/model/controlOffset").asLong()).isEqualTo(takeover.offset());
        assertThat(slot.at("/model/effectiveFrom").asText()).isEqualTo(Instant.ofEpochMilli(effectiveFrom).toString());
        assertThat(slot.at("/labels/0/name").asText()).isEqualTo("b");
      }
      assertThat(slot.at("/model/confirmed").asBoolean()).isTrue();
    }
  }

  @Test
  void shouldTakeNoRecordBeforeTheFirstVersionIsAnnounced() throws Exception {
    // Given
    final Path only = model("only", "__label__a");
    topics.create(name, 1, Map.of());
    topics.send(List.of(new ProducerRecord<>(name, 0, 1L, bytes("0"), bytes("alpha"))));
    try (Pipeline pipeline = started(Optional.empty(), Map.of())) {
      Deadline.within(PATIENCE, "all of the control topic read", () -> pipeline.control().map(state -> state.confirmedUntil().isPresent()),
          read -> read.orElse(false));
      assertThat(pipeline.state()).isEqualTo(PipelineState.WAITING_FOR_CONTROL);

      // When
      try (Announcer announcer = announcer()) {
        announcer.announce(new Announcement(SLOT, 1, "model", "1", "fasttext", reference(only), Optional.empty(), new Traffic.Live(),
            new EffectiveFrom.Beginning(), Reach.FORWARD, "", ""), PATIENCE);
      }

      // Then
      final ConsumerRecord<byte[], byte[]> label = topics.read(name + ".out", 1, PATIENCE).getFirst();
      assertThat(JSON.readTree(label.value()).at("/slots/0/model/version").asText()).isEqualTo("1");
      assertThat(pipeline.stats().dead()).isZero();
    }
  }

  @Test
  void shouldEndAtOnceWhenItIsClosedWhileItWaits() throws Exception {
    // Given
    topics.create(name, 1, Map.of());
    final Pipeline pipeline = started(Optional.empty(), Map.of("labelstream.shutdown.timeout.ms", "600000"));
    Deadline.within(PATIENCE, "waiting", pipeline::state, PipelineState.WAITING_FOR_CONTROL::equals);

    // When
    assertTimeoutPreemptively(PATIENCE, pipeline::close);

    // Then
    assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
    assertThat(pipeline.awaitEnd()).isEqualTo(new PipelineEnd.Closed());
  }

  @Test
  void shouldRefuseAnUnfitControlTopicAndLeaveWordOnTheStatusTopic() throws Exception {
    // Given
    topics.create(name, 1, Map.of());
    topics.create(name + ".models", 2, Map.of("cleanup.policy", "compact"));

    // When
    final StartupException refused = catchThrowableOfType(StartupException.class, () -> started(Optional.empty(), Map.of()));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.CONTROL_TOPIC_UNFIT);
    assertThat(refused).hasMessageContaining(name + ".models").hasMessageContaining("control-topic-partitions")
        .hasMessageContaining("control-topic-timestamps");
    assertThat(refusals()).contains(RejectionCode.CONTROL_TOPIC_PARTITIONS.code(), RejectionCode.CONTROL_TOPIC_TIMESTAMPS.code());
  }

  @Test
  void shouldWriteDisagreementsOfAShadowToItsTopic() throws Exception {
    // Given
    final Path first = model("first", "__label__a");
    final Path challenger = model("challenger", "__label__b");
    topics.create(name, 1, Map.of());
    try (Pipeline pipeline = started(Optional.of(first), Map.of())) {
      final Publisher publisher = new Publisher();

      // When
      try (Announcer announcer = announcer()) {
        announcer.announce(new Announcement(SLOT, 1, "challenger", "1", "fasttext", reference(challenger), Optional.empty(), new Traffic.Shadow(),
            new EffectiveFrom.AfterLead(), Reach.FORWARD, "", ""), PATIENCE);
      }

      // Then
      final ConsumerRecord<byte[], byte[]> disagreement = topics.read(name + ".out.shadow", 1, PATIENCE).getFirst();
      publisher.stop();
      final JsonNode json = JSON.readTree(disagreement.value());
      assertThat(json.at("/serving/labels/0/name").asText()).isEqualTo("a");
      assertThat(json.at("/shadow/labels/0/name").asText()).isEqualTo("b");
      assertThat(json.at("/shadow/model/traffic").asText()).isEqualTo("shadow");
      assertThat(pipeline.stats().shadows().get(SLOT).disagreed()).isPositive();
      assertThat(pipeline.stats().dead()).isZero();
    }
  }

  private Pipeline started(final Optional<Path> base, final Map<String, String> more) throws StartupException, InterruptedException {
    final Map<String, String> settings = new HashMap<>(Map.of(
        "kafka.bootstrap.servers", kafka.get("bootstrap.servers").toString(),
        "labelstream.application.id", name,
        "labelstream.input.topic", name,
        "labelstream.output.topic", name + ".out",
        "labelstream.topics.create", "on",
        "labelstream.slots", SLOT,
        "labelstream.control.topic", name + ".models",
        "labelstream.status.topic", name + ".status"));
    settings.put("labelstream.rollout.lead.ms", Long.toString(LEAD.toMillis()));
    settings.put("labelstream.rollout.fetch.timeout.ms", "1000");
    settings.put("labelstream.rollout.locations", models.toAbsolutePath().toString());
    base.ifPresent(file -> settings.put("labelstream.slot." + SLOT + ".model", file.toString()));
    settings.putAll(more);
    final Pipeline pipeline = Pipeline.open(PipelineConfig.of(settings));
    pipeline.start();
    return pipeline;
  }

  /** A model that knows one label, so that a label tells the model. */
  private Path model(final String file, final String label) throws Exception {
    return Files.write(models.resolve(file + ".bin"), new FastTextModelFile(1).labels(label).bytes());
  }

  private Announcer announcer() throws Exception {
    return Announcer.open(kafka, name + ".models", Lead.of(LEAD), Trust.none(), Optional.empty(), PATIENCE);
  }

  /** Announces, and gives the entry once it is decided whether it counts. */
  private static Entry announce(final Announcer announcer, final Announcement draft) throws Exception {
    return Decisions.await(announcer, announcer.announce(draft, PATIENCE), PATIENCE);
  }

  private static String veto(final Entry entry) {
    return entry.decision() instanceof final Decision.Vetoed vetoed ? vetoed.veto().code() : "none";
  }

  private static Announcement draft(final String version, final ArtifactReference artifact) {
    return new Announcement(SLOT, 1, "model", version, "fasttext", artifact, Optional.empty(), new Traffic.Live(), new EffectiveFrom.AfterLead(),
        Reach.FORWARD, "", "");
  }

  private static ArtifactReference reference(final Path file) throws Exception {
    return new ArtifactReference(file.toAbsolutePath().toUri().toString(), Files.size(file), Sha256.of(file));
  }

  private List<String> refusals() throws Exception {
    try (StatusReader reader = new StatusReader(kafka, name + ".status")) {
      return reader.read(PATIENCE).versions().stream().map(VersionState::code).filter(code -> !code.isEmpty()).toList();
    }
  }

  private static long labelledBy(final String version, final Pipeline pipeline) {
    return pipeline.stats().labelled().entrySet().stream()
        .filter(count -> count.getKey().version().version().equals(version))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static long number(final byte[] key) {
    return Long.parseLong(new String(key, StandardCharsets.UTF_8));
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Publishes numbered texts of the moment until it is stopped. */
  private final class Publisher {
    private static final long PAUSE_NANOS = 5_000_000;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CompletableFuture<Long> count = CompletableFuture.supplyAsync(this::publish);

    private long publish() {
      try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
        long number = 0;
        while (!stopped.get()) {
          producer.send(new ProducerRecord<>(name, null, System.currentTimeMillis(), bytes(Long.toString(number)), bytes("alpha beta")));
          number++;
          LockSupport.parkNanos(PAUSE_NANOS);
        }
        return number;
      }
    }

    private long stop() {
      stopped.set(true);
      return count.join();
    }
  }
}
