package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.topology.DeadLetterHandler;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProducerLimitsTest {
  private static final int MIB = 1 << 20;

  @Test
  void shouldLetTheProducerSendWhatTheTopicsTake() {
    // When
    final ProducerLimits limits = ProducerLimits.of(Map.of("producer.batch.size", "262144"), new TopicLimits(40 * MIB, MIB, 41 * MIB, MIB));

    // Then
    assertThat(limits.output()).isEqualTo(MIB);
    assertThat(limits.settings())
        .containsEntry("producer.max.request.size", 41 * MIB)
        .containsEntry("producer.buffer.memory", 57L * MIB)
        .containsEntry("producer.batch.size", 262_144)
        .containsEntry(DeadLetterHandler.MAX_BYTES_CONFIG, 41 * MIB);
  }

  @Test
  void shouldKeepBatchesWithinWhatTheTopicsTake() {
    // When
    final ProducerLimits limits = ProducerLimits.of(Map.of("producer.batch.size", "262144"), new TopicLimits(MIB, 100_000, MIB, 200_000));

    // Then
    assertThat(limits.output()).isEqualTo(100_000);
    assertThat(limits.shadow()).isEqualTo(200_000);
    assertThat(limits.settings()).containsEntry("producer.batch.size", 50_000).containsEntry("producer.max.request.size", MIB);
  }

  @Test
  void shouldKeepWhatTheUserHasSetAndStayWithinIt() {
    // When
    final ProducerLimits limits = ProducerLimits.of(
        Map.of("max.request.size", "500000", "producer.buffer.memory", "400000", "batch.size", "1000"), new TopicLimits(MIB, MIB, MIB, MIB));

    // Then
    assertThat(limits.output()).isEqualTo(400_000);
    assertThat(limits.settings())
        .containsEntry("producer.max.request.size", 500_000)
        .containsEntry("producer.buffer.memory", 400_000L)
        .containsEntry("producer.batch.size", 1_000)
        .containsEntry(DeadLetterHandler.MAX_BYTES_CONFIG, 400_000);
  }
}
