package io.labelstream.bench.pipeline;

import io.labelstream.bench.BenchException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Produces at a steady pace and consumes the output, as a process of its own. Its argument is a file with an {@link Order}. It first says that it is
 * {@link Warm}, and answers the command after that with {@link Latency}.
 */
public final class LoadProcess {
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  /** Records that are behind by more are not waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long NAP_NANOS = 200_000;
  private static final int MOST_VALUES = 10_000;
  private static final int MOST_BYTES = 32 << 20;
  private static final double NANOS_A_MILLI = 1e6;

  private final Order order;
  private final List<byte[]> values = new ArrayList<>();

  /**
   * The work to do.
   *
   * @param source the topic whose first values are sent over and over
   * @param scratch a topic to get warm with
   */
  record Order(
      String bootstrapServers, String source, String scratch, String input, String output, int partitions, double recordsPerSecond, double seconds) {}

  /** Says that the process is warm. */
  record Warm(long values) {}

  private LoadProcess(final Order order) {
    this.order = order;
  }

  public static void main(final String[] arguments) throws IOException, BenchException, InterruptedException {
    new LoadProcess(ChildLines.JSON.readValue(Path.of(arguments[0]).toFile(), Order.class)).run();
  }

  private void run() throws IOException, BenchException, InterruptedException {
    readValues();
    measure(order.scratch(), order.scratch(), Math.min(WARM_UP.toSeconds(), order.seconds()));
    ChildLines.answer(new Warm(values.size()));
    if (ChildLines.command().isPresent()) {
      ChildLines.answer(measure(order.input(), order.output(), order.seconds()));
      ChildLines.command();
    }
  }

  private void readValues() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(order.source())) {
      long bytes = 0;
      for (ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL); values.isEmpty() || !records.isEmpty(); records = consumer.poll(POLL)) {
        for (final ConsumerRecord<byte[], byte[]> record : records) {
          bytes += record.value().length;
          values.add(record.value());
          if (values.size() >= MOST_VALUES || bytes >= MOST_BYTES) {
            return;
          }
        }
      }
    }
  }

  private Latency measure(final String input, final String output, final double seconds) throws BenchException, InterruptedException {
    final Pace pace = new Pace(order.recordsPerSecond());
    final long records = pace.due((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(output);
        KafkaProducer<byte[], byte[]> producer = Topics.producer(order.bootstrapServers(), Map.of(ProducerConfig.LINGER_MS_CONFIG, "2"))) {
      // The first poll and the topic's metadata would count as latency otherwise.
      consumer.poll(Duration.ZERO);
      producer.partitionsFor(input);
      final long startMillis = System.currentTimeMillis();
      final long start = System.nanoTime();
      final CompletableFuture<Double> lag = CompletableFuture.supplyAsync(
          () -> produce(producer, input, pace, records, start, startMillis), task -> Thread.ofPlatform().daemon().name("labelstream-bench-load").start(task));
      final Arrivals arrivals = new Arrivals(startMillis);
      consume(consumer, arrivals, records, start + pace.nanos(records) + PATIENCE.toNanos());
      if (arrivals.count() < records) {
        throw new BenchException(
            "of " + records + " records at " + Math.round(order.recordsPerSecond()) + "/s, only " + arrivals.count() + " have arrived "
                + PATIENCE.toSeconds() + " s after the last was due; the machine is too busy for this load");
      }
      return new Latency(order.recordsPerSecond(), arrivals.first(), arrivals.later(), arrivals.course(), lag.join());
    }
  }

  private static void consume(final KafkaConsumer<byte[], byte[]> consumer, final Arrivals arrivals, final long records, final long deadline) {
    while (arrivals.count() < records && System.nanoTime() < deadline) {
      final ConsumerRecords<byte[], byte[]> arrived = consumer.poll(POLL);
      final long now = System.currentTimeMillis();
      for (final ConsumerRecord<byte[], byte[]> record : arrived) {
        arrivals.add(record.timestamp(), now);
      }
    }
  }

  /** Sends each record as soon as it is due, with that time whenever it is sent, and returns how late it was at worst after the first seconds. */
  private double produce(
      final KafkaProducer<byte[], byte[]> producer, final String topic, final Pace pace, final long records, final long start, final long startMillis) {
    long latest = 0;
    for (long sent = 0; sent < records;) {
      final long now = System.nanoTime() - start;
      final long due = Math.min(pace.due(now), records);
      if (due > sent && TimeUnit.NANOSECONDS.toMillis(pace.nanos(sent)) >= Latency.FIRST_MILLIS) {
        latest = Math.max(latest, now - pace.nanos(sent));
      }
      for (; sent < due; sent++) {
        final long millis = startMillis + TimeUnit.NANOSECONDS.toMillis(pace.nanos(sent));
        producer.send(new ProducerRecord<>(topic, (int) (sent % order.partitions()), millis, null, values.get((int) (sent % values.size()))));
      }
      LockSupport.parkNanos(NAP_NANOS);
    }
    producer.flush();
    return latest / NANOS_A_MILLI;
  }

  private KafkaConsumer<byte[], byte[]> consumer(final String topic) {
    final KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, order.bootstrapServers(), ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000"),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
    final List<TopicPartition> partitions = IntStream.range(0, order.partitions()).mapToObj(partition -> new TopicPartition(topic, partition)).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }
}
