package io.labelstream.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.faults.Found.SlotLabel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed labels and dead letters as a consumer would. Not thread-safe. */
final class Results implements AutoCloseable {
  static final String ID = "id";

  private static final Duration POLL = Duration.ofMillis(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String deadLetters;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final KafkaConsumer<byte[], byte[]> consumer;

  Results(final Map<String, Object> kafka, final String labels, final String deadLetters) {
    this.deadLetters = deadLetters;
    this.consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    for (final String topic : List.of(labels, deadLetters)) {
      consumer.partitionsFor(topic).forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** The settings of a consumer that sees committed records alone. */
  static Map<String, Object> settings(final String servers) {
    return Map.of("bootstrap.servers", servers, "isolation.level", "read_committed", "max.poll.records", 10_000);
  }

  /** Those that have come since. */
  List<Found> next() {
    final List<Found> found = new ArrayList<>();
    consumer.poll(POLL).forEach(record -> found.add(found(record)));
    return found;
  }

  List<TopicPartition> partitions() {
    return partitions;
  }

  long position(final TopicPartition partition) {
    return consumer.position(partition);
  }

  private Found found(final ConsumerRecord<byte[], byte[]> record) {
    return new Found(Long.parseLong(header(record, ID)), Optional.ofNullable(record.key()).map(Results::text), record.timestamp(),
        record.topic().equals(deadLetters) ? new Found.DeadLetter(header(record, "labelstream.reason")) : new Found.Labels(slots(record.value())));
  }

  private static List<SlotLabel> slots(final byte[] value) {
    try {
      final List<SlotLabel> slots = new ArrayList<>();
      for (final JsonNode slot : JSON.readTree(value).path("slots")) {
        final JsonNode model = slot.path("model");
        slots.add(new SlotLabel(slot.path("slot").asText(), slot.at("/labels/0/name").asText(), model.path("version").asText(),
            model.path("sha256").asText(), model.path("controlOffset").asLong(Oracle.BASE), model.path("traffic").asText(),
            model.path("confirmed").asBoolean()));
      }
      return slots;
    } catch (final IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static String header(final ConsumerRecord<?, ?> record, final String name) {
    return text(record.headers().lastHeader(name).value());
  }

  private static String text(final byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
