package io.labelstream.rollout.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** The control topic from its first record on. For one thread, except for {@link #wakeup}. */
final class ControlTail implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Admin admin;
  private final PartitionReader reader;
  private final TopicPartition partition;

  ControlTail(final ClientSettings settings, final Admin admin, final String topic) {
    this.admin = admin;
    this.reader = new PartitionReader(settings, "control", ControlRecords.LARGEST, Map.of());
    this.partition = new TopicPartition(topic, ControlRecords.PARTITION);
  }

  /** Goes to the first record. */
  void begin() {
    reader.begin(partition, ANSWER);
  }

  List<Polled> poll(final Duration patience) {
    return reader.poll(patience);
  }

  /** The next poll gives these again. */
  void giveBack(final List<Polled> polled) {
    reader.seek(polled.getFirst().offset());
  }

  /** The offset after the last record that was polled. */
  long position() {
    return reader.position(ANSWER);
  }

  /** The offset after the last record that the topic has, committed or not. */
  long end() throws InterruptedException {
    // Not by the consumer: a broker answers one request of a connection at a time, and the consumer's fetch, which waits for records, would come first.
    return KafkaFailures.answer(admin.listOffsets(Map.of(partition, OffsetSpec.latest()),
            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED)).partitionResult(partition),
        "asking for the end of topic " + partition.topic(), ANSWER.toNanos()).offset();
  }

  void wakeup() {
    reader.wakeup();
  }

  @Override
  public void close() {
    reader.close();
  }
}
