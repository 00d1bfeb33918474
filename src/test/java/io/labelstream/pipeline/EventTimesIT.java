package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Entry;
import io.labelstream.topology.DeadLetterHeaders;
import io.labelstream.topology.DeadLetterReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Records of any time in any order. */
@ExtendWith(SharedBroker.class)
class EventTimesIT {
  private static final String OLD = DeadLetterReason.OLDER_THAN_MODELS.code();
  private static final String FUTURE = DeadLetterReason.FUTURE_TIMESTAMP.code();

  @TempDir private Path models;

  @Test
  void shouldGoByTheRecordsTimeToTheMillisecond(final EmbeddedBroker broker) throws Exception {
    // Given
    final Fleet fleet = new Fleet("event-times", broker.bootstrapServers(), models);
    fleet.topics().create("event-times", Fleet.PARTITIONS, Map.of("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE)));
    final ArtifactReference first = Fleet.reference(fleet.model("first", "a"));
    final ArtifactReference second = Fleet.reference(fleet.model("second", "b"));
    try (Pipeline one = fleet.start("one", Map.of()); Pipeline two = fleet.start("two", Map.of())) {
      final long from1 = fleet.announce(Fleet.live("1", first)).effectiveFrom();
      final Entry takeover = fleet.announce(Fleet.live("2", second));
      final long from2 = takeover.effectiveFrom();
      Fleet.awaitRunning(one);
      Fleet.awaitRunning(two);
      Fleet.awaitEffective(takeover, Fleet.LEAD);
      final long now = System.currentTimeMillis();
      final Map<Long, String> expected = new TreeMap<>(Map.of(
          from2, "2", 0L, OLD, from2 - 1, "1", now + 3_600_000, FUTURE, from1, "1", from1 - 1, OLD, from2 + 1, "2",
          Long.MAX_VALUE - 1, FUTURE, now, "2", now + Fleet.LEAD.toMillis() / 4, "2"));
      expected.put(1L, OLD);
      final List<ProducerRecord<byte[], byte[]>> records = expected.keySet().stream()
          .map(time -> fleet.text((int) (time & 1), time, time, "key")).toList();

      // When
      fleet.topics().send(records.reversed());

      // Then
      final Map<Long, String> actual = new TreeMap<>();
      fleet.labels(6).forEach(label -> assertThat(actual.put(label.timestamp(), label.version())).isNull());
      final Map<Long, ConsumerRecord<byte[], byte[]>> letters = new HashMap<>();
      fleet.topics().read(fleet.name() + ".dead", 5, Fleet.PATIENCE).forEach(letter -> {
        letters.put(letter.timestamp(), letter);
        assertThat(actual.put(letter.timestamp(), header(letter, DeadLetterHeaders.REASON))).isNull();
      });
      assertThat(actual).isEqualTo(expected);
      assertThat(letters.values()).allSatisfy(letter -> {
        assertThat(letter.value()).isEqualTo(Fleet.bytes("alpha beta"));
        assertThat(header(letter, "traceparent")).isEqualTo(Fleet.traceparent(letter.timestamp()));
      });
    }
  }

  private static String header(final ConsumerRecord<byte[], byte[]> record, final String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
