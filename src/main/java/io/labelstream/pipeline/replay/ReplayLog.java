package io.labelstream.pipeline.replay;

import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.replay.ReplayRange.Bound;
import io.labelstream.topology.DeadLetterHeaders;
import io.labelstream.wire.LabelDecoder;
import io.labelstream.wire.LabeledText;
import io.labelstream.wire.UndecodableValueException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;

/** Reads ranges of a pipeline's topics: committed records only, in no group, and without committing anything. Not thread-safe. */
final class ReplayLog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final KafkaConsumer<byte[], byte[]> consumer;

  ReplayLog(final PipelineConfig config) {
    final Map<String, Object> settings = new StreamsConfig(config.streamsProperties()).getGlobalConsumerConfigs(config.applicationId() + "-replay");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    settings.put(ConsumerConfig.CHECK_CRCS_CONFIG, "true");
    this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Offsets by partition, the end exclusive. */
  record Span(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {
    boolean contains(final TopicPartition partition, final long offset) {
      return offset >= begin.getOrDefault(partition, Long.MAX_VALUE) && offset < end.getOrDefault(partition, Long.MIN_VALUE);
    }
  }

  /** The range of a topic in offsets. */
  Span span(final String topic, final ReplayRange range) {
    final List<TopicPartition> partitions = partitions(topic);
    final Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
    final Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    final Map<TopicPartition, Long> from = offsets(range.from(), end);
    final Map<TopicPartition, Long> to = range.to().map(bound -> offsets(bound, end)).orElse(end);
    from.replaceAll((partition, offset) -> Math.max(offset, first.get(partition)));
    return new Span(from, to);
  }

  /** The part of a topic where results of records with timestamps from {@code earliest} on can be: results have the timestamps of their records. */
  Span spanFrom(final String topic, final long earliest) {
    final List<TopicPartition> partitions = partitions(topic);
    final Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    final Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
    if (takesItsOwnTimes(partitions, first, end)) {
      return new Span(first, end);
    }
    final Map<TopicPartition, Long> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, Math.max(0, earliest)));
    final Map<TopicPartition, Long> from = new HashMap<>();
    consumer.offsetsForTimes(asked).forEach((partition, found) -> from.put(partition, found == null ? end.get(partition) : found.offset()));
    return new Span(from, end);
  }

  /** Hands over each record of a span, partition by partition as they come. */
  void read(final Span span, final Consumer<ConsumerRecord<byte[], byte[]>> each) {
    consumer.assign(span.begin().keySet());
    span.begin().forEach((partition, offset) -> consumer.seek(partition, Math.min(offset, span.end().get(partition))));
    long lastProgress = System.nanoTime();
    while (span.end().entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      final Map<TopicPartition, Long> before = positions(span);
      for (final ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (span.contains(new TopicPartition(record.topic(), record.partition()), record.offset())) {
          each.accept(record);
        }
      }
      if (!positions(span).equals(before)) {
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > SILENCE_NANOS) {
        throw new TimeoutException("no record came for a minute before the end " + span.end() + " was read: the broker is away, or a transaction is open");
      }
    }
  }

  /**
   * The labels that were written for the input records of a span, by place. A record that cannot be read counts as no result.
   *
   * @param earliest the earliest timestamp of these records
   */
  Map<Place, List<LabeledText>> labels(final String topic, final long earliest, final Span input, final String inputTopic, final LabelDecoder decoder) {
    final Map<Place, List<LabeledText>> labels = new HashMap<>();
    read(spanFrom(topic, earliest), record -> {
      final byte[] value = record.value();
      if (value == null) {
        return;
      }
      try {
        final LabeledText text = decoder.decode(value);
        final LabeledText.Origin origin = text.origin();
        if (origin.topic().equals(inputTopic) && input.contains(new TopicPartition(inputTopic, origin.partition()), origin.offset())) {
          labels.computeIfAbsent(new Place(origin.partition(), origin.offset()), place -> new ArrayList<>(1)).add(text);
        }
      } catch (final UndecodableValueException noLabels) {
        // Whose labels these were to be cannot be told: their input record will be found to have none.
      }
    });
    return labels;
  }

  /** How many dead letters were made of the input records of a span, by place. */
  Map<Place, Integer> deadLetters(final String topic, final long earliest, final Span input, final String inputTopic) {
    final Map<Place, Integer> letters = new HashMap<>();
    read(spanFrom(topic, earliest), record -> {
      final String partition = header(record, DeadLetterHeaders.PARTITION);
      final String offset = header(record, DeadLetterHeaders.OFFSET);
      if (header(record, DeadLetterHeaders.TOPIC).equals(inputTopic) && partition.matches("[0-9]{1,9}") && offset.matches("[0-9]{1,18}")) {
        final Place place = new Place(Integer.parseInt(partition), Long.parseLong(offset));
        if (input.contains(new TopicPartition(inputTopic, place.partition()), place.offset())) {
          letters.merge(place, 1, Integer::sum);
        }
      }
    });
    return letters;
  }

  /** A record of the input topic. */
  record Place(int partition, long offset) {}

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
  }

  private List<TopicPartition> partitions(final String topic) {
    final List<PartitionInfo> known = consumer.partitionsFor(topic);
    if (known == null || known.isEmpty()) {
      throw new UnknownTopicOrPartitionException("topic " + topic + " does not exist");
    }
    return known.stream().map(partition -> new TopicPartition(topic, partition.partition())).toList();
  }

  private Map<TopicPartition, Long> offsets(final Bound bound, final Map<TopicPartition, Long> end) {
    final Map<TopicPartition, Long> offsets = new HashMap<>();
    switch (bound) {
      case Bound.AtOffset(final long offset) -> end.forEach((partition, last) -> offsets.put(partition, Math.min(offset, last)));
      case Bound.AtTime(final Instant time) -> {
        final Map<TopicPartition, Long> asked = new HashMap<>();
        end.keySet().forEach(partition -> asked.put(partition, Math.max(0, time.toEpochMilli())));
        for (final Map.Entry<TopicPartition, OffsetAndTimestamp> found : consumer.offsetsForTimes(asked).entrySet()) {
          offsets.put(found.getKey(), found.getValue() == null ? end.get(found.getKey()) : Math.min(found.getValue().offset(), end.get(found.getKey())));
        }
      }
    }
    return offsets;
  }

  /** True if a topic's records have its append time, which says nothing about the input records. */
  private boolean takesItsOwnTimes(
      final List<TopicPartition> partitions, final Map<TopicPartition, Long> first, final Map<TopicPartition, Long> end) {
    final List<ConsumerRecord<byte[], byte[]>> last = new ArrayList<>();
    for (final TopicPartition partition : partitions) {
      if (end.get(partition) > first.get(partition) && last.isEmpty()) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, first.get(partition));
        while (last.isEmpty() && consumer.position(partition) < end.get(partition)) {
          consumer.poll(POLL).forEach(last::add);
        }
      }
    }
    return !last.isEmpty() && last.getFirst().timestampType() == TimestampType.LOG_APPEND_TIME;
  }

  private Map<TopicPartition, Long> positions(final Span span) {
    final Map<TopicPartition, Long> positions = new HashMap<>();
    span.end().keySet().forEach(partition -> positions.put(partition, consumer.position(partition)));
    return positions;
  }

  private static String header(final ConsumerRecord<?, ?> record, final String name) {
    final Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
