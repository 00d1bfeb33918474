package io.labelstream.pipeline;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes numbered texts until it is stopped. */
final class Publisher implements AutoCloseable {
  private static final long PAUSE_NANOS = 2_000_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Texts texts;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<String> latestFailure = new AtomicReference<>("");
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final CompletableFuture<Void> done;

  /** The record with a number. */
  @FunctionalInterface
  interface Texts {
    ProducerRecord<byte[], byte[]> text(long number);
  }

  private Publisher(final Map<String, Object> kafka, final Texts texts) {
    this.producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    this.texts = texts;
    this.done = CompletableFuture.runAsync(this::publish, thread);
  }

  static Publisher start(final Map<String, Object> kafka, final Texts texts) {
    return new Publisher(kafka, texts);
  }

  private void publish() {
    while (!stopped.get()) {
      producer.send(texts.text(sent.get()), (_, failure) -> {
        if (failure == null) {
          acknowledged.incrementAndGet();
        } else {
          latestFailure.set(failure.toString());
        }
      });
      sent.incrementAndGet();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    producer.flush();
  }

  /** How many texts there are so far. */
  long count() {
    return sent.get();
  }

  /** Ends, and gives how many texts there are, all of which the broker has. */
  long stop() {
    stopped.set(true);
    done.join();
    if (acknowledged.get() != sent.get()) {
      throw new AssertionError("the broker has " + acknowledged.get() + " of " + sent.get() + " texts; " + latestFailure.get());
    }
    return sent.get();
  }

  @Override
  public void close() {
    stopped.set(true);
    thread.close();
    producer.close();
  }
}
