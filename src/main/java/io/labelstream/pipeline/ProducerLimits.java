package io.labelstream.pipeline;

import io.labelstream.topology.DeadLetterHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How large the producer's records may be, so that what the topics take can be written.
 *
 * @param settings settings to add to those of Kafka Streams
 * @param output the largest output record, in bytes
 * @param shadow the largest record of a disagreement, in bytes
 */
record ProducerLimits(Map<String, Object> settings, int output, int shadow) {
  private static final int KAFKA_MAX_REQUEST_SIZE = 1 << 20;
  private static final long KAFKA_BUFFER_MEMORY = 32L << 20;
  private static final int KAFKA_BATCH_SIZE = 16_384;

  /**
   * A topic's limit holds for whole batches: a larger one is refused, split and sent again. The producer only estimates how far a batch
   * compresses, hence the reserve.
   */
  private static final int BATCHES_IN_LARGEST = 2;

  private static final long BUFFER_BESIDES_LARGEST = 16L << 20;

  ProducerLimits {
    settings = Map.copyOf(settings);
  }

  /** @param properties the settings of Kafka Streams; a size that they set is kept, but a batch is never larger than the topics take */
  static ProducerLimits of(final Map<String, Object> properties, final TopicLimits topics) {
    final Map<String, Object> settings = new HashMap<>();
    final int wanted = IntStream.of(KAFKA_MAX_REQUEST_SIZE, topics.output(), topics.deadLetter(), topics.shadow()).max().orElseThrow();
    final int request = (int) given(properties, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, wanted);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), request);
    final long memory = given(properties, ProducerConfig.BUFFER_MEMORY_CONFIG,
        Math.max(KAFKA_BUFFER_MEMORY, request + BUFFER_BESIDES_LARGEST));
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), memory);
    final long batch = given(properties, ProducerConfig.BATCH_SIZE_CONFIG, KAFKA_BATCH_SIZE);
    final int least = Math.min(topics.shadow(), Math.min(topics.output(), topics.deadLetter()));
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), (int) Math.min(batch, least / BATCHES_IN_LARGEST));
    final int most = (int) Math.min(request, memory);
    settings.put(DeadLetterHandler.MAX_BYTES_CONFIG, Math.min(most, topics.deadLetter()));
    return new ProducerLimits(settings, Math.min(most, topics.output()), Math.min(most, topics.shadow()));
  }

  private static long given(final Map<String, Object> properties, final String key, final long otherwise) {
    final Object prefixed = properties.get(StreamsConfig.producerPrefix(key));
    final Object value = prefixed == null ? properties.get(key) : prefixed;
    return value == null ? otherwise : Long.parseLong(value.toString().strip());
  }
}
