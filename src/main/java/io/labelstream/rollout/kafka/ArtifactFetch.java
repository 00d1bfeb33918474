package io.labelstream.rollout.kafka;

import io.labelstream.rollout.artifact.ArtifactException;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.wire.UndecodableValueException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one artefact: the index at the location, then its chunks, each at its offset and only with its digest. Anything else on the topic is passed over, even
 * under the same keys. Memory is bounded by what a consumer fetches at a time, not by the artefact. Not thread-safe.
 */
final class ArtifactFetch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  /** The client asks ahead for records after the index, of which there are usually none, and asks for no chunk before that answer has come. */
  private static final Map<String, Object> LARGE_RECORDS_AND_SHORT_FETCHES = Map.of(
      ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(4 << 20), ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50");

  private final ArtifactReference reference;
  private final ArtifactLocation location;
  private final TopicPartition partition;
  private final long deadline;
  private final PartitionReader reader;
  private final Deque<Polled> ahead = new ArrayDeque<>();
  private long beginning;
  private long end;

  /** Takes the chunks of an artefact, in order. */
  @FunctionalInterface
  interface Sink {
    void take(byte[] chunk) throws IOException;
  }

  /** @param deadline the moment by {@link System#nanoTime()} at which all must be read */
  ArtifactFetch(
      final ClientSettings settings, final String role, final ArtifactReference reference, final ArtifactLocation location, final long deadline) {
    this.reference = reference;
    this.location = location;
    this.partition = new TopicPartition(location.topic(), location.partition());
    this.deadline = deadline;
    this.reader = new PartitionReader(settings, role, ArtifactIndex.LARGEST_RECORD, LARGE_RECORDS_AND_SHORT_FETCHES);
  }

  /**
   * Reads the index and checks it.
   *
   * @throws ArtifactException if it cannot be read, or does not match the reference
   * @throws AuthorizationException if it may not be read
   */
  ArtifactIndex index() throws ArtifactException, InterruptedException {
    try {
      return readIndex();
    } catch (final AuthorizationException denied) {
      throw denied;
    } catch (final KafkaException failure) {
      throw explained(failure);
    }
  }

  /**
   * Reads index and chunks.
   *
   * @throws ArtifactException if one of them cannot be read, or is not what it has to be
   * @throws IOException if the sink throws it
   */
  void run(final Sink sink) throws ArtifactException, IOException, InterruptedException {
    try {
      final ArtifactIndex index = readIndex();
      for (int number = 0; number < index.chunks().size(); number++) {
        sink.take(chunk(index, number));
      }
    } catch (final KafkaException failure) {
      throw explained(failure);
    }
  }

  @Override
  public void close() {
    reader.close();
  }

  private ArtifactIndex readIndex() throws ArtifactException {
    begin();
    final byte[] value = value(location.offset(), "the index");
    // The chunks come before it.
    ahead.clear();
    if (!Sha256.of(value).equals(location.sha256())) {
      throw rejected(RejectionCode.DIGEST_DIFFERS, "the index at offset " + location.offset() + " has the SHA-256 " + Sha256.of(value));
    }
    final ArtifactIndex index;
    try {
      index = ArtifactIndex.decode(value);
    } catch (final UndecodableValueException malformed) {
      throw rejected(RejectionCode.INDEX_REFUSED, malformed.getMessage());
    }
    final Optional<String> objection = index.objection(reference, location.offset());
    if (objection.isPresent()) {
      throw rejected(RejectionCode.INDEX_REFUSED, objection.get());
    }
    return index;
  }

  private byte[] chunk(final ArtifactIndex index, final int number) throws ArtifactException {
    final ArtifactIndex.Chunk chunk = index.chunks().get(number);
    final String what = "chunk " + (number + 1) + " of " + index.chunks().size();
    final byte[] value = value(chunk.offset(), what);
    if (value.length != chunk.bytes()) {
      throw rejected(RejectionCode.SIZE_DIFFERS,
          what + " at offset " + chunk.offset() + " has " + value.length + " bytes, expected " + chunk.bytes());
    }
    if (!Sha256.of(value).equals(chunk.sha256())) {
      throw rejected(RejectionCode.DIGEST_DIFFERS,
          what + " at offset " + chunk.offset() + " has the SHA-256 " + Sha256.of(value) + ", expected " + chunk.sha256());
    }
    return value;
  }

  private void begin() throws ArtifactException {
    if (!reader.partitions(location.topic(), left()).contains(partition)) {
      throw rejected(RejectionCode.LOCATION_UNREADABLE, "there is no such partition");
    }
    reader.begin(partition, location.offset());
    beginning = reader.beginning(left());
    end = reader.end(left());
  }

  /** The value of the record at an offset; records that were polled before it are dropped, and those after it are kept. */
  private byte[] value(final long offset, final String what) throws ArtifactException {
    if (offset < beginning || offset >= end) {
      throw missing(offset, what);
    }
    while (true) {
      while (!ahead.isEmpty() && isBefore(ahead.getFirst(), offset)) {
        ahead.removeFirst();
      }
      if (!ahead.isEmpty()) {
        return value(ahead.removeFirst(), offset, what);
      }
      if (reader.position(left()) != offset) {
        reader.seek(offset);
      }
      if (System.nanoTime() - deadline > 0) {
        throw rejected(RejectionCode.FETCH_TIMED_OUT, what + " at offset " + offset + " did not come in time");
      }
      ahead.addAll(reader.poll(left().compareTo(POLL) < 0 ? left() : POLL));
      if (ahead.isEmpty() && reader.position(left()) > offset) {
        throw missing(offset, what);
      }
    }
  }

  private static boolean isBefore(final Polled polled, final long offset) {
    return switch (polled) {
      case Polled.Read read -> read.offset() < offset;
      case Polled.TooLarge record -> record.next() <= offset;
    };
  }

  private byte[] value(final Polled polled, final long offset, final String what) throws ArtifactException {
    if (polled.offset() > offset) {
      throw missing(offset, what);
    }
    return switch (polled) {
      case Polled.Read(final ConsumerRecord<byte[], byte[]> record) -> bytes(record.value(), offset, what);
      case Polled.TooLarge record -> throw rejected(RejectionCode.RECORD_TOO_LARGE, what + " at offset " + offset + " is, or follows in its batch, a record of "
          + record.bytes() + " bytes, expected at most " + ArtifactIndex.LARGEST_RECORD);
    };
  }

  private byte[] bytes(final byte @Nullable [] value, final long offset, final String what) throws ArtifactException {
    if (value == null) {
      throw rejected(RejectionCode.DIGEST_DIFFERS, what + " at offset " + offset + " is a record without a value");
    }
    return value;
  }

  private ArtifactException missing(final long offset, final String what) {
    return rejected(RejectionCode.LOCATION_UNREADABLE,
        what + " is not at offset " + offset + ": the partition has offsets " + beginning + " to " + (end - 1));
  }

  private ArtifactException explained(final KafkaException failure) throws InterruptedException {
    return switch (failure) {
      case InterruptException interrupted -> throw KafkaFailures.interrupted(interrupted);
      case TimeoutException _ -> rejected(RejectionCode.FETCH_TIMED_OUT, "no broker answers");
      case AuthorizationException _ -> rejected(RejectionCode.LOCATION_UNREADABLE, "no right to Read on topic '" + location.topic() + "'");
      default -> rejected(RejectionCode.LOCATION_UNREADABLE, "it cannot be read: " + failure.getMessage());
    };
  }

  private ArtifactException rejected(final RejectionCode code, final String detail) {
    return new ArtifactException(new Rejection(code, location + ": " + detail));
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }
}
