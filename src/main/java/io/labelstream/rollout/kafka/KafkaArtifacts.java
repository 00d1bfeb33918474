package io.labelstream.rollout.kafka;

import io.labelstream.rollout.ArtifactException;
import io.labelstream.rollout.ArtifactReference;
import io.labelstream.rollout.ArtifactSource;
import io.labelstream.rollout.Rejection;
import io.labelstream.rollout.RejectionCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Artefacts that travel through Kafka itself, from one topic that the configuration names.
 *
 * <p>Read forward from the place that the reference gives until all chunks are there, but not beyond the end that the topic has when fetching starts: an
 * artefact is announced after it was uploaded. Memory is bounded by what a consumer fetches at a time, not by the artefact.
 */
public final class KafkaArtifacts implements ArtifactSource {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Map<String, Object> LARGE_RECORDS = Map.of(
      ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(4 << 20),
      ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "8");

  private final ClientSettings settings;
  private final String topic;
  private final AtomicLong fetches = new AtomicLong();

  /**
   * Artefacts of {@code topic}.
   *
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   */
  public KafkaArtifacts(final Map<String, Object> properties, final String topic) {
    this.settings = new ClientSettings(properties);
    this.topic = Objects.requireNonNull(topic);
  }

  @Override
  public void fetch(final ArtifactReference reference, final FileChannel target, final long deadline)
      throws ArtifactException, IOException, InterruptedException {
    final ArtifactChunks.Location location = ArtifactChunks.Location.parse(reference.location()).orElseThrow(() -> rejected(
        RejectionCode.LOCATION_UNREADABLE, "location " + reference.location() + " is not of the form kafka:TOPIC/PARTITION/OFFSET"));
    if (!location.topic().equals(topic)) {
      throw rejected(RejectionCode.LOCATION_FORBIDDEN, location + " is on topic " + location.topic() + ", expected the artefact topic " + topic);
    }
    if (ArtifactChunks.count(reference.bytes()) > ArtifactChunks.MOST_CHUNKS) {
      throw rejected(RejectionCode.TOO_LARGE, location + " is announced with " + reference.bytes() + " bytes, expected at most "
          + ArtifactChunks.MOST_CHUNKS * ArtifactChunks.CHUNK_BYTES + " in chunks of " + ArtifactChunks.CHUNK_BYTES);
    }
    try {
      fetch(reference, location, target, deadline);
    } catch (final InterruptException e) {
      throw KafkaFailures.interrupted(e);
    } catch (final TimeoutException e) {
      throw timedOut(location, "no broker answers");
    } catch (final KafkaException e) {
      throw rejected(RejectionCode.LOCATION_UNREADABLE, location + " cannot be read: " + e.getMessage());
    }
  }

  private void fetch(
      final ArtifactReference reference, final ArtifactChunks.Location location, final FileChannel target, final long deadline)
      throws ArtifactException, IOException {
    final KafkaConsumer<byte[], byte[]> consumer = settings.consumer("artifacts-" + fetches.incrementAndGet(), LARGE_RECORDS);
    try {
      new Fetch(reference, location, target, deadline, consumer).run();
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private static ArtifactException timedOut(final ArtifactChunks.Location location, final String found) {
    return rejected(RejectionCode.FETCH_TIMED_OUT, location + " did not give all chunks in time: " + found);
  }

  private static ArtifactException rejected(final RejectionCode code, final String detail) {
    return new ArtifactException(new Rejection(code, detail));
  }

  /** One artefact on its way. */
  private static final class Fetch {
    private final ArtifactReference reference;
    private final ArtifactChunks.Location location;
    private final FileChannel target;
    private final long deadline;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final BitSet there = new BitSet();

    private Fetch(
        final ArtifactReference reference,
        final ArtifactChunks.Location location,
        final FileChannel target,
        final long deadline,
        final KafkaConsumer<byte[], byte[]> consumer) {
      this.reference = reference;
      this.location = location;
      this.target = target;
      this.deadline = deadline;
      this.consumer = consumer;
      this.partition = new TopicPartition(location.topic(), location.partition());
    }

    private void run() throws ArtifactException, IOException {
      final long chunks = ArtifactChunks.count(reference.bytes());
      final long end = seek();
      while (there.cardinality() < chunks) {
        if (System.nanoTime() - deadline > 0) {
          throw timedOut(location, there.cardinality() + " of " + chunks + " chunks were read");
        }
        if (consumer.position(partition, left()) >= end) {
          throw rejected(RejectionCode.LOCATION_UNREADABLE, there.cardinality() + " of " + chunks + " chunks of " + reference.sha256()
              + " are on the topic from " + location + " to its end, offset " + end + "; the first missing one is " + there.nextClearBit(0));
        }
        for (final ConsumerRecord<byte[], byte[]> record : consumer.poll(left().compareTo(POLL) < 0 ? left() : POLL)) {
          take(record);
        }
      }
    }

    /** Goes to the first chunk, and gives the end of the topic. */
    private long seek() throws ArtifactException {
      final List<PartitionInfo> partitions = consumer.partitionsFor(location.topic(), left());
      if (partitions == null || partitions.stream().noneMatch(found -> found.partition() == location.partition())) {
        throw rejected(RejectionCode.LOCATION_UNREADABLE, location + " is on a topic or a partition that does not exist");
      }
      final List<TopicPartition> one = List.of(partition);
      consumer.assign(one);
      final long first = consumer.beginningOffsets(one, left()).get(partition);
      final long end = consumer.endOffsets(one, left()).get(partition);
      if (location.offset() >= end) {
        throw rejected(RejectionCode.LOCATION_UNREADABLE, location + " is beyond the end of the topic, offset " + end);
      }
      // Where the oldest records are gone, newer ones with the same keys may be there.
      consumer.seek(partition, Math.max(first, location.offset()));
      return end;
    }

    private void take(final ConsumerRecord<byte[], byte[]> record) throws ArtifactException, IOException {
      final long chunk = record.key() == null ? -1 : ArtifactChunks.chunk(reference, record.key());
      if (chunk < 0) {
        return;
      }
      if (record.value() == null) {
        there.clear((int) chunk);
        return;
      }
      final int expected = ArtifactChunks.size(reference.bytes(), chunk);
      if (record.value().length != expected) {
        throw rejected(RejectionCode.SIZE_DIFFERS, "chunk " + chunk + " of " + reference.sha256() + " at offset " + record.offset() + " has "
            + record.value().length + " bytes, expected " + expected + " for an artefact of " + reference.bytes());
      }
      final ByteBuffer bytes = ByteBuffer.wrap(record.value());
      long position = chunk * ArtifactChunks.CHUNK_BYTES;
      while (bytes.hasRemaining()) {
        position += target.write(bytes, position);
      }
      there.set((int) chunk);
    }

    private Duration left() {
      return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }
  }
}
