package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.ChildJvm;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.ModelState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of more bytes than a heap has, or than any record is to have. */
@ExtendWith(SharedBroker.class)
class LargeRecordsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SMALL_HEAP = "-Xmx64m";
  private static final int MORE_THAN_A_SMALL_HEAP = 100 << 20;
  private static int number;

  private String topic;
  private String servers;
  private Topics topics;

  @BeforeEach
  void name(final EmbeddedBroker broker) {
    topic = "large-" + number++;
    servers = broker.bootstrapServers();
    topics = new Topics(servers);
  }

  @ParameterizedTest
  @ValueSource(ints = {300_000, MORE_THAN_A_SMALL_HEAP})
  void shouldReadTheSameWhateverTheHeap(final int bytes) throws Exception {
    // Given
    create(RolloutTopic.control(topic));
    topics.send(List.of(Drafts.record(topic, Drafts.live(1))));
    topics.sendAsOneBatch(List.of(
        Drafts.record(topic, Drafts.live(2)),
        Drafts.record(topic, "bomb", new byte[bytes]),
        Drafts.record(topic, Drafts.live(3))));
    topics.send(List.of(Drafts.record(topic, Drafts.live(4))));
    final String expected = "instance [1, 2, 4] [record-too-large], tool [0, 1, 4] and 1 passed over";

    // When
    final String here = LargeRecordsProcess.read(topic, servers);

    // Then
    assertThat(here).isEqualTo(expected);
    try (ChildJvm small = ChildJvm.start(SMALL_HEAP, LargeRecordsProcess.class, List.of(topic, servers))) {
      small.awaitLine(expected);
    }
  }

  @Test
  void shouldReadTheStatusBehindARecordThatIsTooLarge() throws Exception {
    // Given
    create(RolloutTopic.status(topic));
    topics.sendAsOneBatch(List.of(Drafts.record(topic, "bomb", new byte[MORE_THAN_A_SMALL_HEAP])));
    final Map<String, Object> properties = Map.of("bootstrap.servers", servers);
    try (StatusPublisher publisher = StatusPublisher.start(
        new StatusPublisher.Settings(topic, "i1", "token", "app", Duration.ofMinutes(1), PATIENCE), properties, () -> Statuses.heartbeat("running"),
        InstantSource.system())) {
      publisher.model(Statuses.report("v1", ModelState.READY));
      topics.read(topic, 3, PATIENCE);

      // When
      final StatusReader.Fleet fleet;
      try (StatusReader reader = new StatusReader(properties, topic)) {
        fleet = reader.read(PATIENCE);
      }

      // Then
      assertThat(fleet.unreadable()).isEqualTo(1);
      assertThat(fleet.instances()).hasSize(1);
      assertThat(fleet.versions()).hasSize(1);
    }
  }

  @Test
  void shouldLoseNoRecordOfWhatIsPolledTogether() throws Exception {
    // Given
    create(RolloutTopic.control(topic));
    final List<ProducerRecord<byte[], byte[]>> records = IntStream.range(0, 1_200)
        .mapToObj(key -> new ProducerRecord<>(topic, Integer.toString(key).getBytes(StandardCharsets.US_ASCII), new byte[key == 700 ? 2_000 : 1]))
        .toList();
    topics.send(records.subList(0, 100));
    topics.sendAsOneBatch(records.subList(100, 1_000));
    topics.send(records.subList(1_000, 1_200));

    // When
    final List<Polled> polled = new ArrayList<>();
    try (TopicReader reader = new TopicReader(new ClientSettings(Map.of("bootstrap.servers", servers)), "test", topic, 1_000)) {
      reader.readToEnd(PATIENCE, ReadingProgress.NONE, polled::add);
    }

    // Then
    assertThat(polled).filteredOn(Polled.TooLarge.class::isInstance).singleElement()
        .isInstanceOfSatisfying(Polled.TooLarge.class, record -> {
          assertThat(record.offset()).isEqualTo(700);
          assertThat(record.next()).isEqualTo(1_000);
          assertThat(record.bytes()).isBetween(2_000L, 2_100L);
        });
    assertThat(polled).filteredOn(Polled.Read.class::isInstance).extracting(Polled::offset)
        .containsExactlyElementsOf(IntStream.range(0, 1_200).filter(key -> key < 700 || key >= 1_000).mapToObj(Long::valueOf).toList());
  }

  private void create(final RolloutTopic spec) throws Exception {
    topics.create(topic, spec.partitions(), spec.settings());
  }
}
