package io.labelstream.faults;

import io.labelstream.fixture.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the control topic for the oracle. Not thread-safe. */
final class ControlTail implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final Oracle oracle;

  ControlTail(final Map<String, Object> kafka, final String topic, final Oracle oracle) {
    this.consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.partition = new TopicPartition(topic, 0);
    this.oracle = oracle;
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  /** The oracle, which has read all that is there now. */
  Oracle current() {
    final long end = consumer.endOffsets(List.of(partition)).get(partition);
    Deadline.within(PATIENCE, "the control topic up to " + end, () -> {
      if (consumer.position(partition) < end) {
        for (final ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          oracle.take(record.offset(), record.timestamp(), record.key(), record.value());
        }
      }
      return consumer.position(partition);
    }, position -> position >= end);
    return oracle;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
