package io.labelstream.rollout.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The last records of the status topic, and those that follow: an instance that lives writes again, so no others are needed. For one thread, except for
 * {@link #wakeup}.
 */
final class StatusTail implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  /** The most records that are read from the past, however many were written lately. */
  private static final long MOST_RECORDS = 20_000;
  /** Fetches that wait for a record cost nothing, and are answered as soon as there is one. */
  private static final Map<String, Object> FETCHES =
      Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "5000", ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "262144");

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private Map<TopicPartition, Long> ends = Map.of();

  /** The part of the topic that has been read. */
  enum Reading {
    BEHIND,
    /** All records that were there at the beginning. */
    AT_END
  }

  StatusTail(final ClientSettings settings, final String topic) {
    this.topic = topic;
    this.consumer = settings.consumer("fleet", FETCHES);
  }

  /**
   * Goes to the last records.
   *
   * @param since the time from which records are read; empty: none of the past are
   */
  void begin(final Optional<Instant> since) {
    final List<PartitionInfo> known = consumer.partitionsFor(topic, ANSWER);
    if (known == null || known.isEmpty()) {
      throw new UnknownTopicOrPartitionException("topic " + topic + " does not exist");
    }
    final List<TopicPartition> partitions = known.stream().map(partition -> new TopicPartition(topic, partition.partition())).toList();
    consumer.assign(partitions);
    ends = consumer.endOffsets(partitions, ANSWER);
    ends.forEach(consumer::seek);
    since.ifPresent(moment -> goBack(partitions, moment));
  }

  private void goBack(final List<TopicPartition> partitions, final Instant moment) {
    final Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions, ANSWER);
    final Map<TopicPartition, Long> question = partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> moment.toEpochMilli()));
    final Map<TopicPartition, OffsetAndTimestamp> answer = consumer.offsetsForTimes(question, ANSWER);
    ends.forEach((partition, end) -> {
      // Null if no record is that young.
      final OffsetAndTimestamp young = answer.get(partition);
      final long least = Math.max(firsts.get(partition), end - MOST_RECORDS);
      consumer.seek(partition, young == null ? end : Math.max(young.offset(), least));
    });
  }

  Iterable<ConsumerRecord<byte[], byte[]>> poll(final Duration patience) {
    return consumer.poll(patience);
  }

  /** The progress so far. */
  Reading reading() {
    return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), ANSWER) >= end.getValue()) ? Reading.AT_END : Reading.BEHIND;
  }

  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
