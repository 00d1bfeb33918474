package io.labelstream.rollout.kafka;

import io.labelstream.rollout.Judge;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.control.VerdictCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an instance's verdicts to the control topic, on a thread of its own, since a producer blocks while Kafka is away. A verdict that could not be
 * written is logged and dropped: the rollout asks again while the verdict is not in the log. Thread-safe.
 */
public final class VerdictWriter implements Judge.VerdictLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictWriter.class);
  private static final int MOST_WAITING = 1000;

  private final String topic;
  private final Outage outage;
  private final KafkaProducer<byte[], byte[]> producer;
  /** Verdicts on their way: one that is given again meanwhile is written once. */
  private final Set<Verdict> underWay = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING),
      Thread.ofPlatform().daemon().name("labelstream-verdicts").factory());

  /**
   * A writer for a control topic.
   *
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   * @throws KafkaException if they are wrong
   */
  public VerdictWriter(final Map<String, Object> properties, final String topic) {
    this.topic = topic;
    this.outage = new Outage(LOG, topic, "verdicts cannot be written, so that announcements stay pending; an instance needs the right to write to the topic",
        "verdicts are written again");
    this.producer = new ClientSettings(properties).producer("verdicts");
  }

  @Override
  public void write(final Verdict verdict) {
    if (underWay.add(verdict)) {
      try {
        thread.execute(() -> send(verdict));
      } catch (final RejectedExecutionException fullOrClosed) {
        underWay.remove(verdict);
      }
    }
  }

  private void send(final Verdict verdict) {
    try {
      producer.send(new ProducerRecord<>(topic, ControlRecords.PARTITION, verdict.key().getBytes(StandardCharsets.UTF_8), VerdictCodec.encode(verdict)),
          (written, failure) -> tried(verdict, failure == null ? "" : String.valueOf(failure.getMessage())));
    } catch (final KafkaException | IllegalStateException brokenOrClosed) {
      tried(verdict, String.valueOf(brokenOrClosed.getMessage()));
    }
  }

  /** Called by the producer's thread and by ours. */
  private synchronized void tried(final Verdict verdict, final String failure) {
    underWay.remove(verdict);
    if (!thread.isShutdown()) {
      outage.tried(failure);
    }
  }

  /** Ends writing; verdicts that are on their way may be lost. */
  @Override
  public void close() {
    thread.shutdownNow();
    producer.close(Duration.ZERO);
  }
}
