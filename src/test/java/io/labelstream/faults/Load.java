package io.labelstream.faults;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends plain texts: some at once, or a number each second until it is closed. */
final class Load implements AutoCloseable {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final List<byte[]> texts;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private volatile boolean stopped;

  Load(final String servers, final String topic, final List<byte[]> texts) {
    this.producer = new KafkaProducer<>(
        Map.of("bootstrap.servers", servers, "compression.type", "lz4", "linger.ms", 20, "batch.size", 1 << 18, "delivery.timeout.ms", 600_000),
        new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topic;
    this.texts = texts;
  }

  void send(final long from, final long to) {
    for (long number = from; number < to; number++) {
      producer.send(new ProducerRecord<>(topic, Long.toString(number).getBytes(StandardCharsets.UTF_8), texts.get((int) (number % texts.size()))));
    }
  }

  void flush() {
    producer.flush();
  }

  void start(final double perSecond) {
    thread.execute(() -> {
      final long begin = System.nanoTime();
      long sent = 0;
      while (!stopped) {
        final long due = (long) ((System.nanoTime() - begin) / 1e9 * perSecond);
        send(sent, due);
        sent = due;
        LockSupport.parkNanos(TICK_NANOS);
      }
    });
  }

  @Override
  public void close() {
    stopped = true;
    thread.close();
    producer.close();
  }
}
