package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Entries;
import io.labelstream.fixture.OneLabelClassifier;
import io.labelstream.fixture.ScriptedModels;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.topology.Classification;
import io.labelstream.topology.PipelineStats;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.topology.internal.RolloutRules;
import io.labelstream.topology.internal.UncertainPolicy;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.PlainTextDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits for models while a transaction is open. */
@ExtendWith(SharedBroker.class)
class TransactionIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long SWITCH = 1_700_000_000_000L;
  private static final Entry OLD = Entries.live("old", Entry.BEGINNING, 0);
  private static final Entry NEW = Entries.live("new", SWITCH, 1);
  private final ScriptedModels models = ScriptedModels.of(Long.MAX_VALUE, OLD, NEW).open(OLD, new OneLabelClassifier("old label"));
  private final PipelineStats stats = new PipelineStats();
  private String name = "";
  private String servers = "";
  private Topics topics;

  @BeforeEach
  void makeTopicsNamedAfterTheTest(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    this.name = "transaction-" + test.getTestMethod().orElseThrow().getName();
    this.servers = broker.bootstrapServers();
    this.topics = new Topics(servers);
    topics.create(name, 1, Map.of());
    topics.create(name + ".out", 1, Map.of());
    topics.create(name + ".dead", 1, Map.of());
  }

  @Test
  void shouldCommitAfterAWaitHoweverLongTheCommitIntervalIs() throws Exception {
    // Given
    try (KafkaStreams streams = started(PATIENCE, Duration.ofMinutes(5), Duration.ofMinutes(10))) {
      send(SWITCH - 1, SWITCH);
      Deadline.within(PATIENCE, "the task lets go of the old version and waits", () -> labelled(OLD) == 1 && models.holds() == 0, waits -> waits);

      // When
      models.open(NEW, new OneLabelClassifier("new label"));

      // Then
      assertThat(labels(2)).containsExactly("old label", "new label");
      assertThat(stats.waits()).isEqualTo(1);
    }
  }

  @Test
  void shouldShowLabelsAndDeadLettersToReadersOnlyWithTheCommit() throws Exception {
    // Given
    try (KafkaStreams streams = started(PATIENCE, Duration.ofMinutes(5), Duration.ofMinutes(10))) {
      topics.send(List.of(
          new ProducerRecord<>(name, 0, SWITCH - 1, null, bytes("text")), new ProducerRecord<>(name, 0, SWITCH - 1, null, (byte[]) null),
          new ProducerRecord<>(name, 0, SWITCH, null, bytes("waits"))));
      Deadline.within(PATIENCE, "a label and a dead letter are written", () -> ends("read_uncommitted"), ends -> ends.stream().allMatch(end -> end > 0));

      // When
      final List<Long> before = ends("read_committed");
      models.open(NEW, new OneLabelClassifier("new label"));

      // Then
      assertThat(before).containsExactly(0L, 0L);
      assertThat(labels(2)).containsExactly("old label", "new label");
      assertThat(topics.read(name + ".dead", 1, PATIENCE)).hasSize(1);
    }
  }

  @Test
  void shouldDoTheWorkAgainOnceWhenTheBrokerHasEndedTheTransactionOfATaskThatWaits() throws Exception {
    // Given
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers));
        KafkaStreams streams = started(PATIENCE, Duration.ofMillis(2_000), Duration.ofMillis(2_500))) {
      // The first may still be committed by itself; what comes right behind it is in one transaction with the one that waits.
      send(SWITCH - 3, SWITCH - 2, SWITCH - 1, SWITCH);
      Deadline.within(PATIENCE, "an open transaction", () -> states(admin), states -> states.contains(TransactionState.ONGOING));
      Deadline.within(PATIENCE, "the broker has ended it", () -> states(admin), states -> states.contains(TransactionState.COMPLETE_ABORT));

      // When
      models.open(NEW, new OneLabelClassifier("new label"));

      // Then
      Deadline.within(PATIENCE, "the work is done again", () -> labelled(OLD), count -> count > 3);
      assertThat(labels(4)).containsExactly("old label", "old label", "old label", "new label");
    }
  }

  private KafkaStreams started(final Duration patience, final Duration commitInterval, final Duration transactionTimeout) throws Exception {
    final RolloutRules rules = new RolloutRules(UncertainPolicy.WAIT, Lead.of(Duration.ofSeconds(30)), patience, InstantSource.system());
    final Map<String, String> settings = Map.of(
        "kafka.bootstrap.servers", servers, "labelstream.application.id", name, "labelstream.input.topic", name,
        "labelstream.output.topic", name + ".out", "labelstream.dead.letter.topic", name + ".dead", "labelstream.slot.default.model", "none",
        "kafka.commit.interval.ms", Long.toString(commitInterval.toMillis()),
        "kafka.producer.transaction.timeout.ms", Long.toString(transactionTimeout.toMillis()));
    final Classification classification = Classification.of(
        List.of(ModelSlot.of("slot", models).withRules(rules)), PlainTextDecoder::new, JsonLabelEncoder::new).withStats(stats);
    final KafkaStreams streams = new KafkaStreams(
        Pipeline.topology(name, name + ".out", classification), new StreamsConfig(PipelineConfig.of(settings).streamsProperties()));
    streams.setUncaughtExceptionHandler(_ -> StreamThreadExceptionResponse.REPLACE_THREAD);
    streams.start();
    return streams;
  }

  private void send(final long... timestamps) throws Exception {
    topics.send(LongStream.of(timestamps)
        .mapToObj(timestamp -> new ProducerRecord<byte[], byte[]>(name, 0, timestamp, null, bytes("text")))
        .toList());
  }

  private long labelled(final Entry entry) {
    return stats.labelled().getOrDefault(new PipelineStats.SlotVersion("slot", entry.id()), 0L);
  }

  private List<TransactionState> states(final Admin admin) throws Exception {
    return admin.listTransactions().all().get().stream()
        .filter(transaction -> transaction.transactionalId().startsWith(name))
        .map(TransactionListing::state)
        .toList();
  }

  /** The ends of the topics for labels and dead letters, as readers see them. */
  private List<Long> ends(final String isolation) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
        Map.of("bootstrap.servers", servers, "isolation.level", isolation), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      final List<TopicPartition> places = List.of(new TopicPartition(name + ".out", 0), new TopicPartition(name + ".dead", 0));
      final Map<TopicPartition, Long> ends = consumer.endOffsets(places);
      return places.stream().map(ends::get).toList();
    }
  }

  /** The labels that a reader of committed records sees. */
  private List<String> labels(final int count) {
    return topics.read(name + ".out", count, PATIENCE).stream().map(ConsumerRecord::value)
        .map(value -> new String(value, StandardCharsets.UTF_8).replaceFirst("(?s).*\"labels\":\\[\\{\"name\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
