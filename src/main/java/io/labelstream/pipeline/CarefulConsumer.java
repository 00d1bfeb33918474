package io.labelstream.pipeline;

import io.labelstream.topology.internal.UnreadableRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on when the heap cannot hold what a poll would give, as it is with a record of megabytes that decompresses to gigabytes. Such a poll has lost records
 * of other partitions, too; so it goes back to where the last one ended, and takes the next records one at a time. A record that cannot be had even alone
 * comes as an {@link UnreadableRecord}.
 *
 * <p>Used by one thread, with the life of a consumer of Kafka Streams: partitions come and go in {@link #subscribe(Collection, ConsumerRebalanceListener)}.
 */
final class CarefulConsumer extends KafkaConsumer<byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(CarefulConsumer.class);
  private static final String EARLIEST = "earliest";
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Map<String, Object> config;
  private final int room;
  /** Where the next poll begins, of those partitions of which there was a record. */
  private final Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
  /** Why the last poll has failed. */
  private @Nullable OutOfMemoryError failure;
  private long nextLineAt = System.nanoTime();

  /**
   * A consumer.
   *
   * @param config the settings of a consumer
   * @param room how much of the heap has to be free, in bytes, for a record to be to blame
   */
  CarefulConsumer(final Map<String, Object> config, final int room) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.config = new HashMap<>(config);
    this.room = room;
  }

  @Override
  public void subscribe(final Collection<String> topics, final ConsumerRebalanceListener listener) {
    super.subscribe(topics, new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsAssigned(final Collection<TopicPartition> assigned) {
        listener.onPartitionsAssigned(assigned);
      }

      @Override
      public void onPartitionsRevoked(final Collection<TopicPartition> revoked) {
        ends.keySet().removeAll(Set.copyOf(revoked));
        listener.onPartitionsRevoked(revoked);
      }

      @Override
      public void onPartitionsLost(final Collection<TopicPartition> lost) {
        ends.keySet().removeAll(Set.copyOf(lost));
        listener.onPartitionsLost(lost);
      }
    });
  }

  @Override
  public void seek(final TopicPartition partition, final OffsetAndMetadata position) {
    ends.remove(partition);
    super.seek(partition, position);
  }

  @Override
  public void seekToBeginning(final Collection<TopicPartition> partitions) {
    ends.keySet().removeAll(Set.copyOf(partitions));
    super.seekToBeginning(partitions);
  }

  @Override
  public void seekToEnd(final Collection<TopicPartition> partitions) {
    ends.keySet().removeAll(Set.copyOf(partitions));
    super.seekToEnd(partitions);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(final Duration timeout) {
    final ConsumerRecords<byte[], byte[]> records = pollOrReadOneByOne(timeout);
    ends.putAll(records.nextOffsets());
    return records;
  }

  private ConsumerRecords<byte[], byte[]> pollOrReadOneByOne(final Duration timeout) {
    try {
      final ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
      failure = null;
      return records;
    } catch (final OutOfMemoryError exhausted) {
      failure = exhausted;
      return readOneByOne(exhausted);
    } catch (final KafkaException stuck) {
      // A consumer that has failed in the middle of what it has fetched refuses to go on in it, without trying.
      final OutOfMemoryError before = failure;
      if (before == null || stuck.getClass() != KafkaException.class) {
        throw stuck;
      }
      return readOneByOne(before);
    }
  }

  private ConsumerRecords<byte[], byte[]> readOneByOne(final OutOfMemoryError exhausted) {
    final long now = System.nanoTime();
    if (now - nextLineAt >= 0) {
      nextLineAt = now + QUIET_NANOS;
      LOG.atWarn().addKeyValue("assignment", assignment()).log("the heap cannot hold the next records together; they are read one at a time");
    }
    final Map<TopicPartition, Long> starts = starts(exhausted);
    starts.forEach(this::seek);
    // Nothing is read of these before there is room for it.
    final Set<TopicPartition> readable = new HashSet<>(starts.keySet());
    readable.removeAll(paused());
    final ConsumerRecords<byte[], byte[]> records;
    try (SingleRecordReader reader = new SingleRecordReader(config, room)) {
      for (final TopicPartition partition : readable) {
        reader.read(partition, starts.get(partition));
      }
      records = reader.records();
    }
    records.nextOffsets().forEach(super::seek);
    return records;
  }

  /** Where the failed poll began, of each partition. */
  private Map<TopicPartition, Long> starts(final OutOfMemoryError exhausted) {
    final Map<TopicPartition, Long> starts = new HashMap<>();
    ends.forEach((partition, end) -> starts.put(partition, end.offset()));
    starts.keySet().retainAll(assignment());
    // Of the others there was no record yet, so that they begin where all of this group's work begins.
    committed(missing(starts)).forEach((partition, committed) -> {
      if (committed != null) {
        starts.put(partition, committed.offset());
      }
    });
    final Set<TopicPartition> fresh = missing(starts);
    if (!fresh.isEmpty()) {
      if (!EARLIEST.equals(config.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG))) {
        throw exhausted;
      }
      starts.putAll(beginningOffsets(fresh));
    }
    return starts;
  }

  private Set<TopicPartition> missing(final Map<TopicPartition, Long> starts) {
    final Set<TopicPartition> missing = new HashSet<>(assignment());
    missing.removeAll(starts.keySet());
    return missing;
  }
}
