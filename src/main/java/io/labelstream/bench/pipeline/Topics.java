package io.labelstream.bench.pipeline;

import io.labelstream.bench.BenchException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topics of the bench's broker. */
final class Topics implements AutoCloseable {
  /** Room for a text of a megabyte in any format. */
  static final int LARGEST_RECORD = 4 << 20;

  private static final short REPLICAS = 1;
  private static final int BATCH_BYTES = 256 << 10;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Map<String, String> SETTINGS =
      Map.of(
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_RECORD), TopicConfig.RETENTION_MS_CONFIG, "-1",
          TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, "0");

  private final String bootstrapServers;
  private final Admin admin;

  Topics(final String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** Creates topics, and returns when their partitions are led: batches of a producer that is earlier go astray for minutes. */
  void create(final List<String> names, final int partitions) throws BenchException, InterruptedException {
    get(admin.createTopics(names.stream().map(name -> new NewTopic(name, partitions, REPLICAS).configs(SETTINGS)).toList()).all());
    while (!get(admin.listTopics().names()).containsAll(names)) {
      Thread.sleep(PAUSE);
    }
    for (final String name : names) {
      // Only the leader of a partition answers.
      end(name, partitions);
    }
  }

  void delete(final List<String> names) throws BenchException, InterruptedException {
    get(admin.deleteTopics(names).all());
  }

  /** Writes records, the texts over and over, to the partitions in turn. */
  void fill(final String topic, final int partitions, final List<byte[]> texts, final long records, final InputEncoder encoder)
      throws BenchException, InterruptedException {
    final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    final KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers, Map.of(ProducerConfig.LINGER_MS_CONFIG, "50"));
    try {
      for (long number = 0; number < records && failure.get() == null; number++) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        final byte[] value = encoder.encode(texts.get((int) (number % texts.size())));
        producer.send(new ProducerRecord<>(topic, (int) (number % partitions), null, value), (sent, failed) -> failure.compareAndSet(null, failed));
      }
      producer.flush();
    } catch (final IOException malformed) {
      throw new BenchException("a text cannot be encoded in the format of the input", malformed);
    } catch (final InterruptException interrupted) {
      // It has set the flag again, which would keep the closing of processes from waiting for them.
      Thread.interrupted();
      throw new InterruptedException();
    } finally {
      // All is sent, or nobody waits for it any more.
      producer.close(Duration.ZERO);
    }
    if (failure.get() != null) {
      throw new BenchException("the input cannot be written: " + failure.get().getMessage(), failure.get());
    }
  }

  static KafkaProducer<byte[], byte[]> producer(final String bootstrapServers, final Map<String, Object> more) {
    final Map<String, Object> settings =
        Stream.concat(
            Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
                ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD).entrySet().stream(),
            more.entrySet().stream()).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The records of a topic that a group has committed, which with exactly-once is done together with their output. */
  long committed(final String group, final String topic) throws BenchException, InterruptedException {
    try {
      final Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return offsets.entrySet().stream().filter(offset -> offset.getKey().topic().equals(topic) && offset.getValue() != null)
          .mapToLong(offset -> offset.getValue().offset()).sum();
    } catch (final ExecutionException failure) {
      if (failure.getCause() instanceof GroupIdNotFoundException) {
        return 0;
      }
      throw failed(failure);
    }
  }

  /** The sum of the offsets up to which a topic can be read committed: its records, and the marks of transactions. */
  long end(final String topic, final int partitions) throws BenchException, InterruptedException {
    final Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions).boxed()
        .collect(Collectors.toMap(partition -> new TopicPartition(topic, partition), partition -> OffsetSpec.latest()));
    return get(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all()).values().stream()
        .mapToLong(ListOffsetsResultInfo::offset).sum();
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private static <T> T get(final KafkaFuture<T> answer) throws BenchException, InterruptedException {
    try {
      return answer.get();
    } catch (final ExecutionException failure) {
      throw failed(failure);
    }
  }

  private static BenchException failed(final ExecutionException failure) {
    return new BenchException("the bench's broker refuses: " + failure.getCause().getMessage(), failure);
  }
}
