package io.labelstream.rollout.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partition record by record, whatever its records contain: all readers of this package use this one. For one thread, except for {@link #wakeup}.
 *
 * <p><b>Records that are too large.</b> A client takes a record into one array before anybody sees it, and a small batch can become a record of gigabytes
 * when it is decompressed. A record over the limit is {@link Polled.TooLarge}, whether it fits into the heap or not, and so are those that follow it in its
 * batch, which cannot be read without it: which records are read depends on the log alone, not on the heap. Where the heap is too small for a record within the
 * limit, the caller gets the {@link OutOfMemoryError}.
 *
 * <p>Records are taken from the client one by one, since it loses those that it has read before the one at which it fails.
 */
final class PartitionReader implements AutoCloseable {
  private static final int MOST_RECORDS = 5_000;
  private static final long MOST_BYTES = 8 << 20;
  /** A record has at most this many bytes besides its key, value and headers, and each header besides its own key and value. */
  private static final int RECORD_OVERHEAD = 64;
  private static final int HEADER_OVERHEAD = 10;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BatchLookup batches;
  private final int largest;
  private @Nullable TopicPartition partition;
  private @Nullable OutOfMemoryError exhausted;

  /**
   * A reader that has no partition yet.
   *
   * @param largest the most bytes that a record may have
   * @param more settings of the consumer besides the usual ones
   */
  PartitionReader(final ClientSettings settings, final String role, final int largest, final Map<String, Object> more) {
    final Map<String, Object> all = new HashMap<>(more);
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
    this.consumer = settings.consumer(role, all);
    this.batches = new BatchLookup(settings.consumerSettings(role + "-batches"));
    this.largest = largest;
  }

  /**
   * The partitions of a topic.
   *
   * @throws UnknownTopicOrPartitionException if there is no such topic
   */
  List<TopicPartition> partitions(final String topic, final Duration limit) {
    final List<PartitionInfo> known = consumer.partitionsFor(topic, limit);
    if (known == null || known.isEmpty()) {
      throw new UnknownTopicOrPartitionException("topic " + topic + " does not exist");
    }
    return known.stream().map(found -> new TopicPartition(topic, found.partition())).toList();
  }

  /** Reads this partition from now on, from its first record. */
  void begin(final TopicPartition one, final Duration limit) {
    consumer.assign(List.of(one));
    partition = one;
    exhausted = null;
    seek(beginning(limit));
  }

  /** Reads this partition from now on, from an offset. */
  void begin(final TopicPartition one, final long offset) {
    consumer.assign(List.of(one));
    partition = one;
    seek(offset);
  }

  /** The next poll begins at this offset. */
  void seek(final long offset) {
    consumer.seek(partition(), offset);
    exhausted = null;
  }

  /** The offset of the first record that the partition has. */
  long beginning(final Duration limit) {
    return consumer.beginningOffsets(List.of(partition()), limit).get(partition());
  }

  /** The offset after the last record that the partition has. */
  long end(final Duration limit) {
    return consumer.endOffsets(List.of(partition()), limit).get(partition());
  }

  /** The offset of the next record to be polled, if it is there. */
  long position(final Duration limit) {
    return consumer.position(partition(), limit);
  }

  /**
   * The next records; none if none came within {@code patience}.
   *
   * @throws KafkaException if the broker refuses, or cannot be asked about a record that is too large; the next poll then begins where this one has
   */
  List<Polled> poll(final Duration patience) {
    final List<Polled> polled = new ArrayList<>();
    Duration wait = patience;
    long bytes = 0;
    while (polled.size() < MOST_RECORDS && bytes < MOST_BYTES) {
      final Optional<Polled> next;
      try {
        next = next(wait);
      } catch (final KafkaException failure) {
        if (polled.isEmpty()) {
          throw failure;
        }
        // It will be there at the next poll.
        break;
      }
      if (next.isEmpty()) {
        break;
      }
      polled.add(next.get());
      bytes += next.get() instanceof Polled.Read(final ConsumerRecord<byte[], byte[]> record) ? mostBytes(record) : 0;
      wait = Duration.ZERO;
    }
    return polled;
  }

  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    batches.close();
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }

  private Optional<Polled> next(final Duration patience) {
    if (exhausted == null) {
      try {
        return checked(consumer.poll(patience));
      } catch (final OutOfMemoryError failure) {
        // Kept until the broker has answered, since the consumer gives nothing of use until it seeks another offset.
        exhausted = failure;
      }
    }
    final OutOfMemoryError failure = exhausted;
    final BatchLookup.Found found = lookUp(consumer.position(partition()));
    exhausted = null;
    return switch (found) {
      case BatchLookup.TooLarge(final Polled.TooLarge what) -> Optional.of(passOver(what));
      case BatchLookup.Fits() -> throw failure;
    };
  }

  private Optional<Polled> checked(final ConsumerRecords<byte[], byte[]> one) {
    if (one.isEmpty()) {
      return Optional.empty();
    }
    final ConsumerRecord<byte[], byte[]> record = one.iterator().next();
    if (mostBytes(record) <= largest) {
      return Optional.of(new Polled.Read(record));
    }
    // Should the broker not answer, the record is polled again.
    seek(record.offset());
    return switch (lookUp(record.offset())) {
      case BatchLookup.TooLarge(final Polled.TooLarge what) -> Optional.of(passOver(what));
      case BatchLookup.Fits() -> {
        seek(record.offset() + 1);
        yield Optional.of(new Polled.Read(record));
      }
    };
  }

  private Polled passOver(final Polled.TooLarge what) {
    seek(what.next());
    return what;
  }

  private BatchLookup.Found lookUp(final long offset) {
    final Node leader = consumer.partitionsFor(partition().topic()).stream()
        .filter(info -> info.partition() == partition().partition() && info.leader() != null && !info.leader().isEmpty())
        .map(PartitionInfo::leader)
        .findFirst()
        .orElseThrow(() -> new LeaderNotAvailableException("no broker leads " + partition()));
    return batches.find(leader, partition(), offset, largest);
  }

  /** The size that a record has in a batch, or a little more. */
  private static long mostBytes(final ConsumerRecord<byte[], byte[]> record) {
    long bytes = RECORD_OVERHEAD + Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    for (final Header header : record.headers()) {
      final byte[] value = header.value();
      // A character has at most three bytes in UTF-8, a pair of surrogates has four.
      bytes += HEADER_OVERHEAD + 3L * header.key().length() + (value == null ? 0 : value.length);
    }
    return bytes;
  }

  private TopicPartition partition() {
    if (partition == null) {
      throw new IllegalStateException("no partition was begun");
    }
    return partition;
  }
}
