package io.labelstream.topology;

import io.labelstream.rollout.kafka.KafkaVersion;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a dead letter of each record that ends in an {@link UnclassifiableRecordException}, in the same transaction, and lets the stream go
 * on. Any other exception fails the task, as Kafka's default does.
 *
 * <p>Set as {@code processing.exception.handler}, with the topic in {@code errors.dead.letter.queue.topic.name}; the topic must exist. The
 * dead letter has the key and value bytes and the headers of the original record, and those of {@link DeadLetterHeaders}.
 *
 * <p>The log has one line per task and reason every ten seconds at most, with the place of the record and how many more there were.
 */
public final class DeadLetterHandler implements ProcessingExceptionHandler {
  /** The largest dead letter that its topic takes, in bytes; by default the producer's {@code max.request.size}. */
  public static final String MAX_BYTES_CONFIG = "labelstream.dead.letter.max.bytes";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int KAFKA_MAX_REQUEST_SIZE = 1 << 20;

  private final Map<DeadLetterReason, Report> reports = new EnumMap<>(DeadLetterReason.class);
  private @Nullable String topic;
  private int maxBytes = KAFKA_MAX_REQUEST_SIZE;

  /** The log lines about one reason. */
  private static final class Report {
    private long nextAt = System.nanoTime();
    private long unreported;
  }

  /** @throws ConfigException if no dead-letter topic is configured, or Kafka's libraries are older than what is needed */
  @Override
  public void configure(final Map<String, ?> configs) {
    KafkaVersion.deviation().ifPresent(tooOld -> {
      throw new ConfigException(tooOld);
    });
    final Object configured = configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG);
    if (configured == null) {
      throw new ConfigException(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG + " must be set, " + getClass().getName()
          + " would have nowhere to put dead letters");
    }
    topic = configured.toString();
    for (final String key : List.of(
        MAX_BYTES_CONFIG,
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG)) {
      final Object limit = configs.get(key);
      if (limit != null) {
        maxBytes = Integer.parseInt(limit.toString().strip());
        return;
      }
    }
  }

  @Override
  public Response handleError(final ErrorHandlerContext context, final Record<?, ?> record, final Exception exception) {
    if (!(exception instanceof UnclassifiableRecordException failure) || topic == null) {
      return Response.fail();
    }
    report(context, failure);
    return Response.resume(List.of(
        DeadLetter.record(
            topic,
            maxBytes,
            original(context.sourceRawKey(), record.key()),
            original(context.sourceRawValue(), record.value()),
            context,
            failure)));
  }

  /** The source's bytes; where an earlier step of the topology no longer has them, the bytes that this step got. */
  private static byte @Nullable [] original(final byte @Nullable [] source, final @Nullable Object atHand) {
    if (source != null) {
      return source;
    }
    return atHand instanceof byte[] bytes ? bytes : null;
  }

  private void report(final ErrorHandlerContext context, final UnclassifiableRecordException failure) {
    final long more;
    synchronized (reports) {
      final Report report = reports.computeIfAbsent(failure.reason(), reason -> new Report());
      final long now = System.nanoTime();
      if (now - report.nextAt < 0) {
        report.unreported++;
        return;
      }
      more = report.unreported;
      report.unreported = 0;
      report.nextAt = now + QUIET_NANOS;
    }
    LOG.atWarn()
        .addKeyValue("reason", failure.reason().code())
        .addKeyValue("topic", context.topic())
        .addKeyValue("partition", context.partition())
        .addKeyValue("offset", context.offset())
        .addKeyValue("detail", failure.getMessage())
        .addKeyValue("unreportedBefore", more)
        .log("record is a dead letter");
  }
}
