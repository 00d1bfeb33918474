package io.labelstream.pipeline.config;

import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * A setting of Kafka Streams or its clients whose default here differs from Kafka's own.
 *
 * @param key the key as Kafka has it
 * @param value the value as text
 * @param reason why, for people
 */
record TunedDefault(String key, String value, String reason) {
  private static final String CONSUMER = StreamsConfig.CONSUMER_PREFIX;
  private static final String PRODUCER = StreamsConfig.PRODUCER_PREFIX;

  static final List<TunedDefault> ALL = List.of(
      new TunedDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092", "A broker on this machine."),
      new TunedDefault(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2,
          "No record is lost or doubled when an instance or a broker dies."),
      new TunedDefault(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "100",
          "Labels are visible to `read_committed` consumers within about this time."),
      new TunedDefault(PRODUCER + ProducerConfig.BATCH_SIZE_CONFIG, "262144", "Large batches cost a quarter less CPU per record."),
      new TunedDefault(PRODUCER + ProducerConfig.LINGER_MS_CONFIG, "20", "Gives batches the time to fill."),
      new TunedDefault(PRODUCER + ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4", "Labels repeat; lz4 is the cheapest that shrinks them."),
      new TunedDefault(CONSUMER + ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "1900000",
          "An answer of a broker is an ordinary object for G1, with regions of 4 MiB as the launcher sets them."),
      new TunedDefault(CONSUMER + ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "60000",
          "If a broker dies while instances join their group, it may wait for joins whose answers were lost: this time at most, not 300 s."),
      new TunedDefault(CONSUMER + ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000",
          "The work of a killed instance goes on elsewhere after this time, not after 45 s."),
      new TunedDefault(CONSUMER + ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "3000", "A third of the session timeout."));

  /** Settings that only the classic group protocol has; the others keep them on the broker and refuse them in a client. */
  private static final Set<String> CLASSIC_PROTOCOL_ONLY = Set.of(
      CONSUMER + ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, CONSUMER + ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);

  /** The name without the prefix of one client, which is also accepted and then holds for all clients. */
  String unprefixedKey() {
    if (key.startsWith(CONSUMER)) {
      return key.substring(CONSUMER.length());
    }
    return key.startsWith(PRODUCER) ? key.substring(PRODUCER.length()) : key;
  }

  Protocols protocols() {
    return CLASSIC_PROTOCOL_ONLY.contains(key) ? Protocols.CLASSIC : Protocols.ALL;
  }

  /** Under which group protocols a setting is allowed. */
  enum Protocols {
    ALL,
    CLASSIC
  }
}
