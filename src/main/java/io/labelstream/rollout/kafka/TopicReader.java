package io.labelstream.rollout.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads a topic from its first record to the end that it has when it is asked, and on from there when it is asked again. Not thread-safe. */
final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  /** The question for the end comes after a fetch that waits for records, on the same connection. */
  private static final Map<String, Object> SHORT_FETCHES = Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50");

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private List<TopicPartition> partitions = List.of();

  TopicReader(final ClientSettings settings, final String role, final String topic) {
    this.consumer = settings.consumer(role, SHORT_FETCHES);
    this.topic = topic;
  }

  /**
   * Hands over all records that were in the topic when this was called, in the order of each partition, and perhaps later ones.
   *
   * @throws UnknownTopicOrPartitionException if there is no such topic
   * @throws KafkaException if the broker refuses, or the end is not reached within {@code limit}
   */
  void readToEnd(final Duration limit, final Consumer<ConsumerRecord<byte[], byte[]>> each) throws InterruptedException {
    final long deadline = System.nanoTime() + limit.toNanos();
    try {
      if (partitions.isEmpty()) {
        begin(deadline);
      }
      final Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, left(deadline));
      while (!reached(ends, deadline)) {
        consumer.poll(POLL).forEach(each);
        if (System.nanoTime() - deadline > 0) {
          throw new TimeoutException("topic " + topic + " was not read to its end " + ends.values() + " within " + limit.toMillis() + " ms");
        }
      }
    } catch (final InterruptException e) {
      throw KafkaFailures.interrupted(e);
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }

  private void begin(final long deadline) {
    final List<TopicPartition> found = new ArrayList<>();
    final List<PartitionInfo> known = consumer.partitionsFor(topic, left(deadline));
    for (final PartitionInfo partition : known == null ? List.<PartitionInfo>of() : known) {
      found.add(new TopicPartition(topic, partition.partition()));
    }
    if (found.isEmpty()) {
      throw new UnknownTopicOrPartitionException("topic " + topic + " does not exist");
    }
    consumer.assign(found);
    consumer.beginningOffsets(found, left(deadline)).forEach(consumer::seek);
    partitions = found;
  }

  private boolean reached(final Map<TopicPartition, Long> ends, final long deadline) {
    return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), left(deadline)) >= end.getValue());
  }

  private static Duration left(final long deadline) {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }
}
