package io.labelstream.cli.demo;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Sentences;
import io.labelstream.cli.verb.Sentences.Sentence;
import io.labelstream.wire.SchemaRegistry;
import io.labelstream.wire.internal.AvroTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes the sentences over and over, as Avro, at a steady rate, from a thread of its own. */
final class DemoFeed implements AutoCloseable {
  /** The header with the language that a sentence was collected as. The pipeline passes it on untouched. */
  static final String LANGUAGE_HEADER = "source-language";

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final List<Sentence> sentences;
  private final String topic;
  private final double rate;
  private final AvroTexts texts;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong published = new AtomicLong();
  private final AtomicReference<Optional<Exception>> failure = new AtomicReference<>(Optional.empty());
  private final Thread thread;
  private volatile boolean stopping;

  private DemoFeed(final KafkaProducer<byte[], byte[]> producer, final AvroTexts texts, final Sentences sentences, final String topic, final double rate) {
    this.producer = producer;
    this.texts = texts;
    this.sentences = sentences.list();
    this.topic = topic;
    this.rate = rate;
    this.thread = Thread.ofPlatform().name("labelstream-demo-feed").daemon().unstarted(this::publish);
  }

  /** Starts to publish; keys are the sentences' places in the list. */
  static DemoFeed start(
      final String bootstrapServers, final SchemaRegistry registry, final Sentences sentences, final String topic, final double rate) {
    final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.LINGER_MS_CONFIG, "2"),
        new ByteArraySerializer(), new ByteArraySerializer());
    final DemoFeed feed = new DemoFeed(producer, new AvroTexts(registry, topic), sentences, topic, rate);
    feed.thread.start();
    return feed;
  }

  /**
   * How many records the broker has acknowledged.
   *
   * @throws CliException if publishing has failed
   */
  long published() {
    failure.get().ifPresent(cause -> {
      throw new CliException(ExitCode.FAILED, "publishing failed: " + cause.getMessage(), cause);
    });
    return published.get();
  }

  /** Ends publishing, and returns when all is acknowledged. */
  void stop() throws InterruptedException {
    stopping = true;
    LockSupport.unpark(thread);
    thread.join();
    producer.flush();
  }

  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    producer.close();
  }

  private void publish() {
    final long start = System.nanoTime();
    try {
      for (long number = 0; !stopping; number++) {
        final long due = start + (long) (number * NANOS_PER_SECOND / rate);
        while (!stopping && System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        if (!stopping) {
          send((int) (number % sentences.size()));
        }
      }
    } catch (final IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    } catch (final RuntimeException broken) {
      failure.set(Optional.of(broken));
    }
  }

  private void send(final int place) throws IOException {
    final Sentence sentence = sentences.get(place);
    final byte[] key = Integer.toString(place).getBytes(StandardCharsets.UTF_8);
    final byte[] value = texts.encode(sentence.text().getBytes(StandardCharsets.UTF_8));
    final var language = new RecordHeader(LANGUAGE_HEADER, sentence.language().getBytes(StandardCharsets.UTF_8));
    producer.send(new ProducerRecord<>(topic, null, key, value, List.of(language)), (metadata, error) -> {
      if (error == null) {
        published.incrementAndGet();
      } else {
        failure.set(Optional.of(error));
      }
    });
  }
}
