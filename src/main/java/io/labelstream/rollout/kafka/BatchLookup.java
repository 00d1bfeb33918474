package io.labelstream.rollout.kafka;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientRequest;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sizes of the records of a batch without taking one into memory. Kafka's consumer cannot do this, nor tell where a batch ends, so this uses the
 * parts that the consumer is made of. It connects when it is first asked. Not thread-safe.
 */
final class BatchLookup implements AutoCloseable {
  /** The last version that names topics by name, which all brokers since Kafka 2.7 understand. */
  private static final short FETCH_VERSION = 12;
  private static final int PATIENCE_MILLIS = 5_000;
  private static final long NO_LOG_START = -1;

  private final Map<String, Object> settings;
  private @Nullable NetworkClient client;

  /** @param settings of a consumer */
  BatchLookup(final Map<String, Object> settings) {
    this.settings = settings;
  }

  /** The size class of the record at an offset. */
  sealed interface Found {}

  /** A record within the limit, or no record. */
  record Fits() implements Found {}

  /** A record over the limit, or one that follows such a record in its batch. */
  record TooLarge(Polled.TooLarge what) implements Found {}

  /**
   * Looks at the first record from an offset on.
   *
   * @param leader the broker that leads the partition
   * @param largest the most bytes that a record may have
   * @throws KafkaException if the broker refuses or does not answer
   */
  Found find(final Node leader, final TopicPartition partition, final long offset, final int largest) {
    for (final MutableRecordBatch batch : batches(leader, partition, offset)) {
      if (batch.lastOffset() >= offset) {
        return find(batch, offset, largest);
      }
    }
    return new Fits();
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }

  private static Found find(final MutableRecordBatch batch, final long offset, final int largest) {
    try (BufferSupplier buffers = BufferSupplier.create(); CloseableIterator<Record> records = batch.skipKeyValueIterator(buffers)) {
      while (records.hasNext()) {
        final Record record = records.next();
        if (record.sizeInBytes() > largest) {
          return new TooLarge(new Polled.TooLarge(Math.max(offset, record.offset()), batch.nextOffset(), record.sizeInBytes()));
        }
        if (record.offset() >= offset) {
          break;
        }
      }
    }
    return new Fits();
  }

  /** The batch with the offset, or the next one, and no other. */
  private Iterable<MutableRecordBatch> batches(final Node leader, final TopicPartition partition, final long offset) {
    final FetchRequest.Builder request = FetchRequest.Builder.forConsumer(FETCH_VERSION, 0, 1,
        Map.of(partition, new FetchRequest.PartitionData(Uuid.ZERO_UUID, offset, NO_LOG_START, 1, Optional.empty()))).setMaxBytes(1);
    final FetchResponse response;
    try {
      final NetworkClient connected = connected(leader);
      final ClientRequest question =
          connected.newClientRequest(leader.idString(), request, Time.SYSTEM.milliseconds(), true, PATIENCE_MILLIS, null);
      response = (FetchResponse) NetworkClientUtils.sendAndReceive(connected, question, Time.SYSTEM).responseBody();
    } catch (final IOException lost) {
      throw new DisconnectException("the connection to " + leader + " was lost: " + lost.getMessage(), lost);
    }
    final FetchResponseData.PartitionData data = response.responseData(Map.of(), FETCH_VERSION).get(partition);
    Errors.forCode(data == null ? response.error().code() : data.errorCode()).maybeThrow();
    if (data == null) {
      throw new KafkaException(leader + " did not answer for " + partition);
    }
    return ((MemoryRecords) FetchResponse.recordsOrFail(data)).batches();
  }

  private NetworkClient connected(final Node leader) throws IOException {
    if (client == null) {
      client = newClient();
    }
    if (!NetworkClientUtils.awaitReady(client, leader, Time.SYSTEM, PATIENCE_MILLIS)) {
      throw new TimeoutException(leader + " did not take a connection within " + PATIENCE_MILLIS + " ms");
    }
    return client;
  }

  private NetworkClient newClient() {
    final ConsumerConfig config =
        new ConsumerConfig(ConsumerConfig.appendDeserializerToConfig(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    final LogContext logs = new LogContext();
    final String id = config.getString(ConsumerConfig.CLIENT_ID_CONFIG);
    final Selector selector = new Selector(config.getLong(ConsumerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG), new Metrics(), Time.SYSTEM, "batches",
        ClientUtils.createChannelBuilder(config, Time.SYSTEM, logs), logs);
    return new NetworkClient(selector, new ManualMetadataUpdater(), id, 1,
        config.getLong(ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG), config.getLong(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG),
        config.getInt(ConsumerConfig.SEND_BUFFER_CONFIG), config.getInt(ConsumerConfig.RECEIVE_BUFFER_CONFIG), PATIENCE_MILLIS,
        config.getLong(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG),
        config.getLong(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG),
        Time.SYSTEM, true, new ApiVersions(), logs, MetadataRecoveryStrategy.NONE);
  }
}
