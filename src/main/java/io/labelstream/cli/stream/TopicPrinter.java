package io.labelstream.cli.stream;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.KafkaErrors;
import io.labelstream.cli.verb.KafkaOptions;
import io.labelstream.cli.verb.Program;
import io.labelstream.cli.verb.ReaderGoneException;
import io.labelstream.display.VisibleText;
import io.labelstream.wire.SchemaRegistry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic and prints it. */
final class TopicPrinter {
  private static final Duration POLL = Duration.ofMillis(200);

  /** The record to start with. */
  enum From {
    BEGINNING,
    END
  }

  /**
   * The records to read.
   *
   * @param limit how many records at most; empty: no limit
   * @param idle the time without a record after which to end; empty: never
   */
  record Request(String topic, From from, Optional<Long> limit, Optional<Duration> idle) {}

  private TopicPrinter() {}

  /**
   * Prints records until the request's end. A record that cannot be read is named on standard error, by its place, and reading goes on.
   *
   * @throws CliException if the topic cannot be read
   */
  static void print(final Request request, final RecordPrinter.Style style, final KafkaOptions options, final Io io)
      throws IOException, InterruptedException {
    final Map<String, Object> properties = new HashMap<>(options.clientProperties());
    final List<TopicPartition> partitions =
        KafkaErrors.existing(request.topic(), properties, AclOperation.READ).partitions().stream()
            .map(partition -> new TopicPartition(request.topic(), partition.partition()))
            .toList();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    try (SchemaRegistry registry = options.openRegistry();
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      switch (request.from()) {
        case BEGINNING -> consumer.seekToBeginning(partitions);
        case END -> consumer.seekToEnd(partitions);
      }
      final BufferedOutputStream out = new BufferedOutputStream(io.data());
      copy(consumer, request, new RecordPrinter(out, style, registry), out, io);
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, request.topic(), properties, AclOperation.READ);
    }
  }

  private static void copy(
      final KafkaConsumer<byte[], byte[]> consumer,
      final Request request,
      final RecordPrinter printer,
      final BufferedOutputStream out,
      final Io io)
      throws IOException {
    long left = request.limit().orElse(Long.MAX_VALUE);
    Instant lastRecord = Instant.now();
    while (left > 0) {
      for (final ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (left == 0) {
          break;
        }
        print(record, printer, io);
        left--;
        lastRecord = Instant.now();
      }
      out.flush();
      final Instant silentSince = lastRecord;
      if (request.idle().filter(idle -> Instant.now().isAfter(silentSince.plus(idle))).isPresent()) {
        return;
      }
    }
  }

  private static void print(final ConsumerRecord<byte[], byte[]> record, final RecordPrinter printer, final Io io) throws IOException {
    try {
      printer.print(record.key(), record.value(), record.headers());
    } catch (final ReaderGoneException gone) {
      throw gone;
    } catch (final IOException unreadable) {
      io.err().println(
          VisibleText.of(Program.NAME + ": record " + record.topic() + "-" + record.partition() + " offset " + record.offset()
              + " is left out: " + unreadable.getMessage()));
    }
  }
}
