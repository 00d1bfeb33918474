package io.labelstream.rollout.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Reads the status topic, for tools. Not thread-safe. */
public final class StatusReader implements AutoCloseable {
  /** The most bytes of a record: far more than a status has. */
  private static final int LARGEST = 1 << 17;
  /** The most bytes of records that are kept unread, so that all but the last record with a key can be passed over. */
  private static final long MOST_KEPT_BYTES = 8 << 20;

  private final TopicReader reader;
  private final Map<String, Kept> kept = new LinkedHashMap<>();
  private final Map<String, InstanceState> instances = new TreeMap<>();
  private final Map<String, VersionState> versions = new TreeMap<>();
  private long keptBytes;
  private long unreadable;

  /** A record that is to be read, unless another one with its key follows soon. */
  private record Kept(byte @Nullable [] value, long timestamp) {
    private long bytes() {
      return value == null ? 0 : value.length;
    }
  }

  /**
   * A reader of {@code topic} from its beginning.
   *
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   */
  public StatusReader(final Map<String, Object> properties, final String topic) {
    this.reader = new TopicReader(new ClientSettings(properties), "status-reader", topic, LARGEST);
  }

  /**
   * All instances at one moment.
   *
   * @param instances the latest sign of life of each that was not stopped cleanly, by name
   * @param versions the latest state of each version, and of each refused control record, by instance and slot
   * @param unreadable how many records so far were not ours, too large, or of a later release, and were not followed by another one with the same key
   */
  public record Fleet(List<InstanceState> instances, List<VersionState> versions, long unreadable) {
    public Fleet {
      instances = List.copyOf(instances);
      versions = List.copyOf(versions);
    }
  }

  /**
   * Reads to the present end of the topic, from its beginning or from where the last call ended.
   *
   * @param silence the longest time in which the broker may give no record
   * @param progress is told how far reading has come
   * @throws KafkaException if there is no such topic, the broker refuses, or it gives no record for {@code silence} before the end
   */
  public Fleet read(final Duration silence, final ReadingProgress progress) throws InterruptedException {
    reader.readToEnd(silence, progress, polled -> {
      switch (polled) {
        case Polled.Read(final ConsumerRecord<byte[], byte[]> record) -> take(record);
        case Polled.TooLarge _ -> unreadable++;
      }
    });
    readKept();
    return new Fleet(new ArrayList<>(instances.values()), new ArrayList<>(versions.values()), unreadable);
  }

  /** As {@link #read(Duration, ReadingProgress)}, without reporting progress. */
  public Fleet read(final Duration silence) throws InterruptedException {
    return read(silence, ReadingProgress.NONE);
  }

  @Override
  public void close() {
    reader.close();
  }

  private void take(final ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      unreadable++;
      return;
    }
    final Kept last = new Kept(record.value(), record.timestamp());
    final Kept before = kept.put(new String(record.key(), StandardCharsets.UTF_8), last);
    keptBytes += record.key().length + last.bytes() - (before == null ? 0 : record.key().length + before.bytes());
    if (keptBytes > MOST_KEPT_BYTES) {
      readKept();
    }
  }

  private void readKept() {
    kept.forEach(this::take);
    kept.clear();
    keptBytes = 0;
  }

  private void take(final String key, final Kept record) {
    if (record.value() == null) {
      instances.remove(key);
      versions.remove(key);
      return;
    }
    switch (StatusCodec.decode(record.value(), record.timestamp())) {
      case StatusCodec.Decoded.Version(final VersionState state) -> versions.put(key, state);
      case StatusCodec.Decoded.Instance(final InstanceState state) -> instances.put(key, state);
      case StatusCodec.Decoded.Unreadable() -> unreadable++;
    }
  }
}
