package io.labelstream.rollout.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Makes the clients of this package from properties that were given for Kafka Streams or for plain clients. Connection, credentials and limits are taken over,
 * with the prefixes {@code consumer.}, {@code producer.} and {@code admin.} as in Streams; settings on which our guarantees rest are set here and win.
 */
final class ClientSettings {
  private static final String CONSUMER = "consumer.";
  private static final String PRODUCER = "producer.";
  private static final String ADMIN = "admin.";
  private static final List<String> PREFIXES =
      List.of(CONSUMER, PRODUCER, ADMIN, "main.consumer.", "restore.consumer.", "global.consumer.", "topic.", "client.tag.");
  /** The settings that make a client a member of a group or the owner of transactions; ours are neither. */
  private static final Set<String> OF_THE_STREAMS = Set.of(
      ConsumerConfig.GROUP_ID_CONFIG,
      ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
      ConsumerConfig.GROUP_PROTOCOL_CONFIG,
      ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
      ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
      ProducerConfig.TRANSACTIONAL_ID_CONFIG,
      ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
      ProducerConfig.PARTITIONER_CLASS_CONFIG);
  private static final String REQUEST_TIMEOUT_MS = Long.toString(TimeUnit.SECONDS.toMillis(10));
  private static final String SHORT_REQUEST_TIMEOUT_MS = Long.toString(TimeUnit.SECONDS.toMillis(5));

  private final Map<String, Object> properties;

  ClientSettings(final Map<String, Object> properties) {
    this.properties = Map.copyOf(properties);
  }

  /** A consumer that belongs to no group, reads uncommitted records too, and never chooses an offset by itself. */
  KafkaConsumer<byte[], byte[]> consumer(final String role, final Map<String, Object> more) {
    final Map<String, Object> settings = consumerSettings(role);
    settings.putAll(more);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  Map<String, Object> consumerSettings(final String role) {
    final Map<String, Object> settings = of(CONSUMER, ConsumerConfig.configNames(), role);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    settings.put(ConsumerConfig.CHECK_CRCS_CONFIG, "true");
    // Settings that make Streams wait for large fetches would delay a single announcement.
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1");
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "500");
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    return settings;
  }

  /** A producer whose acknowledged records are in the log once, in the order of sending, and that gives up soon enough to be tried again. */
  KafkaProducer<byte[], byte[]> producer(final String role) {
    return new KafkaProducer<>(producerSettings(role), new ByteArraySerializer(), new ByteArraySerializer());
  }

  Map<String, Object> producerSettings(final String role) {
    final Map<String, Object> settings = of(PRODUCER, ProducerConfig.configNames(), role);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    settings.put(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, "5");
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, SHORT_REQUEST_TIMEOUT_MS);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SHORT_REQUEST_TIMEOUT_MS);
    return settings;
  }

  Admin admin(final String role) {
    final Map<String, Object> settings = of(ADMIN, AdminClientConfig.configNames(), role);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, SHORT_REQUEST_TIMEOUT_MS);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    return Admin.create(settings);
  }

  /** Unknown keys stay, since configuration providers, credential plug-ins and reporters have their own. */
  private Map<String, Object> of(final String prefix, final Set<String> ofTheClient, final String role) {
    final Set<String> streamsOnly = StreamsConfig.configDef().names().stream()
        .filter(name -> !ofTheClient.contains(name))
        .collect(Collectors.toSet());
    final Map<String, Object> settings = new HashMap<>();
    properties.forEach((key, value) -> {
      if (PREFIXES.stream().noneMatch(key::startsWith) && !streamsOnly.contains(key)) {
        settings.put(key, value);
      }
    });
    properties.forEach((key, value) -> {
      if (key.startsWith(prefix)) {
        settings.put(key.substring(prefix.length()), value);
      }
    });
    settings.keySet().removeAll(OF_THE_STREAMS);
    final Object base = settings.getOrDefault(CommonClientConfigs.CLIENT_ID_CONFIG,
        properties.getOrDefault(StreamsConfig.APPLICATION_ID_CONFIG, "labelstream"));
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, base + "-" + role);
    return settings;
  }
}
