package io.labelstream.cli.demo;

import io.labelstream.cli.verb.Sentences;
import io.labelstream.wire.AvroRecords;
import io.labelstream.wire.SchemaRegistry;
import io.labelstream.wire.UndecodableValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed labels and joins each with its sentence, by the record's key. Not thread-safe. */
final class DemoReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final AvroRecords values;
  private final Sentences sentences;

  DemoReader(
      final String bootstrapServers, final SchemaRegistry registry, final Sentences sentences, final String topic, final int partitions) {
    this.values = new AvroRecords(registry);
    this.sentences = sentences;
    this.consumer = new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
    final List<TopicPartition> all = IntStream.range(0, partitions).mapToObj(partition -> new TopicPartition(topic, partition)).toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /** The rows since the last call; waits for the first at most {@code atMost}. */
  List<DemoRow> read(final Duration atMost) throws IOException {
    final List<DemoRow> rows = new ArrayList<>();
    for (final ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
      rows.add(row(record));
    }
    return rows;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private GenericRecord value(final ConsumerRecord<byte[], byte[]> record) throws IOException {
    try {
      return values.read(record.headers(), record.value());
    } catch (final UndecodableValueException undecodable) {
      throw new IOException(undecodable.getMessage(), undecodable);
    }
  }

  private DemoRow row(final ConsumerRecord<byte[], byte[]> record) throws IOException {
    final GenericRecord value = value(record);
    final GenericRecord slot = (GenericRecord) ((List<?>) value.get("slots")).getFirst();
    final GenericRecord origin = (GenericRecord) value.get("origin");
    final List<?> labels = (List<?>) slot.get("labels");
    final GenericRecord model = (GenericRecord) slot.get("model");
    final boolean labelled = !labels.isEmpty();
    return new DemoRow(
        labelled ? ((GenericRecord) labels.getFirst()).get("name").toString() : "",
        labelled ? (Float) ((GenericRecord) labels.getFirst()).get("score") : 0f,
        new String(record.headers().lastHeader(DemoFeed.LANGUAGE_HEADER).value(), StandardCharsets.UTF_8),
        new DemoRow.Place((Integer) origin.get("partition"), (Long) origin.get("offset")),
        record.timestamp(),
        // The event time is kept from input to output, so this is the whole way.
        Duration.ofMillis(Math.max(0, System.currentTimeMillis() - record.timestamp())),
        model.get("name").toString(),
        model.get("version").toString(),
        sentences.list().get(Integer.parseInt(new String(record.key(), StandardCharsets.UTF_8))).text());
  }
}
