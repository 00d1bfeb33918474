package io.labelstream.rollout.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads a topic from its first record to its end at the time of the call, and on from there at the next call. Not thread-safe. */
final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  /** The request for the end has to wait for a fetch that waits for records, on the same connection. */
  private static final Map<String, Object> SHORT_FETCHES = Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50");

  private final PartitionReader reader;
  private final String topic;
  private final Map<Integer, Long> next = new TreeMap<>();
  private List<TopicPartition> partitions = List.of();

  /**
   * A reader of {@code topic} from its beginning.
   *
   * @param largest the most bytes that a record may have
   */
  TopicReader(final ClientSettings settings, final String role, final String topic, final int largest) {
    this.reader = new PartitionReader(settings, role, largest, SHORT_FETCHES);
    this.topic = topic;
  }

  /**
   * Hands over all records that were on the topic when this was called, partition by partition, and perhaps later ones.
   *
   * @param silence the longest time in which the broker may give no record; reading takes as long as there are records
   * @param progress is told how far it has come
   * @throws UnknownTopicOrPartitionException if there is no such topic
   * @throws ReadingStalledException if no record came for {@code silence} before the end
   * @throws KafkaException if the broker refuses, or does not answer within {@code silence}
   */
  void readToEnd(final Duration silence, final ReadingProgress progress, final Consumer<Polled> each) throws InterruptedException {
    try {
      if (partitions.isEmpty()) {
        partitions = reader.partitions(topic, silence);
      }
      for (final TopicPartition partition : partitions) {
        readToEnd(partition, silence, progress, each);
      }
    } catch (final InterruptException e) {
      throw KafkaFailures.interrupted(e);
    }
  }

  @Override
  public void close() {
    reader.close();
  }

  private void readToEnd(
      final TopicPartition partition, final Duration silence, final ReadingProgress progress, final Consumer<Polled> each) {
    final Long before = next.get(partition.partition());
    if (before == null) {
      reader.begin(partition, silence);
    } else {
      reader.begin(partition, before);
    }
    final long begin = reader.position(silence);
    final long end = reader.end(silence);
    long position = begin;
    long last = System.nanoTime();
    while (position < end) {
      for (final Polled polled : reader.poll(POLL)) {
        each.accept(polled);
      }
      final long now = reader.position(silence);
      if (now > position) {
        last = System.nanoTime();
        progress.at(topic, now - begin, end - begin);
      } else if (System.nanoTime() - last > silence.toNanos()) {
        throw new ReadingStalledException("topic " + partition.topic() + " was read to offset " + now + " of " + end + ", and then nothing came for "
            + silence.toMillis() + " ms");
      }
      position = now;
      next.put(partition.partition(), now);
    }
  }
}
