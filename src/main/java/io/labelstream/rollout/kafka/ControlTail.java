package io.labelstream.rollout.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** The control topic from its first record on. For one thread, but for {@link #wakeup}. */
final class ControlTail implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;

  ControlTail(final ClientSettings settings, final Admin admin, final String topic) {
    this.admin = admin;
    this.consumer = settings.consumer("control", Map.of());
    this.partition = new TopicPartition(topic, ControlRecords.PARTITION);
  }

  /** Goes to the first record. */
  void begin() {
    final List<TopicPartition> one = List.of(partition);
    consumer.assign(one);
    consumer.seek(partition, consumer.beginningOffsets(one, ANSWER).get(partition));
  }

  List<ConsumerRecord<byte[], byte[]>> poll(final Duration patience) {
    return consumer.poll(patience).records(partition);
  }

  /** The next poll gives these records again. */
  void giveBack(final List<ConsumerRecord<byte[], byte[]>> records) {
    consumer.seek(partition, records.getFirst().offset());
  }

  /** The offset after the last record that was polled. */
  long position() {
    return consumer.position(partition, ANSWER);
  }

  /** The offset after the last record that the topic has, committed or not. */
  long end() throws InterruptedException {
    // Not by the consumer: a broker answers one request of a connection at a time, and there the fetch that waits for records would come first.
    return KafkaFailures.answer(admin.listOffsets(Map.of(partition, OffsetSpec.latest()),
            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED)).partitionResult(partition),
        "asking for the end of topic " + partition.topic(), ANSWER.toNanos()).offset();
  }

  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
