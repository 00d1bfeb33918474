package io.labelstream.train.kafka;

import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.DataOptions.Unreadable;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleConsumer;
import io.labelstream.train.data.LabelledData;
import io.labelstream.train.data.ReadRows;
import io.labelstream.train.data.Survey;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.data.UnreadableLineException;
import io.labelstream.wire.SchemaRegistry;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The labelled records of a topic between offsets that are fixed when it is opened: the same records, partition by partition in the order of their offsets,
 * each time it is read. Only committed records are read, without a consumer group, and no offsets are committed. Thread-safe.
 *
 * <p>A record that cannot be read is skipped and counted; the reading fails if there are more such records than others. If the topic's retention deletes
 * records between two passes, the second one fails. Records removed by compaction are not noticed, so a topic of labelled texts should not be compacted.
 *
 * <p>Every method may throw a {@link KafkaException} if the broker does not answer or refuses, and a {@link io.labelstream.wire.RegistryException} if a record
 * needs the registry and it does not answer.
 */
public final class LabelledTopic implements LabelledData {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final Comparator<TopicPartition> BY_NUMBER = Comparator.comparingInt(TopicPartition::partition);

  private final String topic;
  private final Map<String, Object> client;
  private final DataOptions options;
  private final SchemaRegistry registry;
  private final SortedMap<TopicPartition, Span> spans;

  /** Offsets in a partition, the end exclusive. */
  private record Span(long begin, long end) {}

  private LabelledTopic(
      final String topic,
      final Map<String, Object> client,
      final DataOptions options,
      final SchemaRegistry registry,
      final SortedMap<TopicPartition, Span> spans) {
    this.topic = topic;
    this.client = client;
    this.options = options;
    this.registry = registry;
    this.spans = spans;
  }

  /**
   * Fixes the records that are read.
   *
   * @param client properties of the Kafka client
   * @param options the format, guessed from each record's first byte unless given, and the places of text and labels
   * @param registry knows the schemas of Avro records; not closed
   * @throws UnknownTopicOrPartitionException if there is no such topic
   * @throws IllegalArgumentException if the format is one that records cannot have
   */
  public static LabelledTopic open(
      final String topic, final TopicRange range, final DataOptions options, final SchemaRegistry registry, final Map<String, Object> client) {
    if (options.format().filter(format -> !format.isOfSingleLines()).isPresent()) {
      throw new IllegalArgumentException("a record of a topic cannot be " + options.format().get());
    }
    final Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      return new LabelledTopic(topic, settings, options, registry, spans(consumer, topic, range));
    }
  }

  private static SortedMap<TopicPartition, Span> spans(final KafkaConsumer<?, ?> consumer, final String topic, final TopicRange range) {
    final List<PartitionInfo> known = consumer.partitionsFor(topic);
    if (known == null || known.isEmpty()) {
      throw new UnknownTopicOrPartitionException("topic " + topic + " does not exist");
    }
    final List<TopicPartition> partitions = known.stream().map(partition -> new TopicPartition(topic, partition.partition())).toList();
    // Otherwise the client logs complaints about end offsets of partitions that are not assigned to it.
    consumer.assign(partitions);
    final Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
    final Map<TopicPartition, Long> last = consumer.endOffsets(partitions);
    final Map<TopicPartition, Long> from = offsets(consumer, range.from(), first, last);
    final Map<TopicPartition, Long> to = offsets(consumer, range.to(), last, last);
    final SortedMap<TopicPartition, Span> spans = new TreeMap<>(BY_NUMBER);
    for (final TopicPartition partition : partitions) {
      final long end = Math.min(to.get(partition), last.get(partition));
      spans.put(partition, new Span(Math.clamp(from.get(partition), first.get(partition), Math.max(first.get(partition), end)), end));
    }
    return spans;
  }

  private static Map<TopicPartition, Long> offsets(
      final KafkaConsumer<?, ?> consumer,
      final Optional<TopicRange.Place> place,
      final Map<TopicPartition, Long> unlessGiven,
      final Map<TopicPartition, Long> end) {
    if (place.isEmpty()) {
      return unlessGiven;
    }
    final Map<TopicPartition, Long> offsets = new HashMap<>();
    switch (place.get()) {
      case TopicRange.Place.Offset(final long offset) -> end.keySet().forEach(partition -> offsets.put(partition, offset));
      case TopicRange.Place.Time(final var instant) -> {
        final Map<TopicPartition, Long> asked = new HashMap<>();
        end.keySet().forEach(partition -> asked.put(partition, Math.max(0, instant.toEpochMilli())));
        for (final Map.Entry<TopicPartition, OffsetAndTimestamp> found : consumer.offsetsForTimes(asked).entrySet()) {
          offsets.put(found.getKey(), found.getValue() == null ? end.get(found.getKey()) : found.getValue().offset());
        }
      }
    }
    return offsets;
  }

  @Override
  public String name() {
    return topic;
  }

  @Override
  public void forEach(final ExampleConsumer consumer) throws TrainingDataException {
    new Pass(consumer).run();
  }

  /** Surveys the records; the digest covers their values, one after the other in the order of the records. */
  @Override
  public DataSummary survey(final ExampleConsumer consumer) throws TrainingDataException {
    final Survey survey = new Survey(topic, consumer);
    final Pass pass = new Pass(survey) {
      @Override
      void value(final byte[] value) {
        survey.digest().update(value);
      }
    };
    pass.run();
    pass.rows.addTo(survey);
    return survey.summary(pass.bytes);
  }

  /** One reading. */
  private class Pass {
    private final ExampleConsumer consumer;
    private final RecordParser parser = new RecordParser(options, registry);
    private final ReadRows rows = new ReadRows("records of topic '" + topic + "'", Unreadable.SKIPPED);
    private long bytes;

    Pass(final ExampleConsumer consumer) {
      this.consumer = consumer;
    }

    /** Takes the bytes of a value, before they are parsed. */
    void value(final byte[] value) {
      // Only a survey uses them.
    }

    void run() throws TrainingDataException {
      final KafkaConsumer<byte[], byte[]> kafka = new KafkaConsumer<>(client);
      try {
        for (final Map.Entry<TopicPartition, Span> span : spans.entrySet()) {
          read(kafka, span.getKey(), span.getValue());
        }
      } finally {
        kafka.close(CloseOptions.timeout(Duration.ZERO));
      }
      rows.end();
    }

    private void read(final KafkaConsumer<byte[], byte[]> kafka, final TopicPartition partition, final Span span) throws TrainingDataException {
      if (span.begin() >= span.end()) {
        return;
      }
      kafka.assign(List.of(partition));
      final long oldest = kafka.beginningOffsets(List.of(partition)).get(partition);
      if (oldest > span.begin()) {
        throw new TrainingDataException("topic '" + topic + "' has lost the records from offset " + span.begin() + " to " + (oldest - 1) + " of partition "
            + partition.partition() + " while they were in use; give it a longer retention, or begin later");
      }
      kafka.seek(partition, span.begin());
      long lastProgress = System.nanoTime();
      for (long position = span.begin(); position < span.end(); ) {
        for (final ConsumerRecord<byte[], byte[]> record : kafka.poll(POLL)) {
          if (record.offset() < span.end()) {
            take(record);
          }
        }
        final long now = kafka.position(partition);
        if (now > position) {
          lastProgress = System.nanoTime();
          position = now;
        } else if (System.nanoTime() - lastProgress > SILENCE_NANOS) {
          throw new TimeoutException("no record came for a minute before offset " + span.end() + " of " + partition + " was reached");
        }
      }
    }

    private void take(final ConsumerRecord<byte[], byte[]> record) throws TrainingDataException {
      final byte[] value = record.value();
      if (value == null || value.length == 0) {
        rows.empty();
        return;
      }
      bytes += value.length;
      value(value);
      final Example example;
      try {
        example = parser.parse(record.headers(), value);
      } catch (final UnreadableLineException problem) {
        rows.unreadable("partition " + record.partition() + " offset " + record.offset(), problem);
        return;
      }
      rows.example();
      consumer.accept(example);
    }
  }
}
