package io.labelstream.rollout.kafka;

import io.labelstream.rollout.ArtifactReference;
import io.labelstream.rollout.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Puts files on the artefact topic, so that a rollout needs nothing but Kafka. Not thread-safe. */
public final class ArtifactUpload implements AutoCloseable {
  private static final int PARTITION = 0;
  /** Chunks that are on their way at a time, so that a large file is never in memory as a whole. */
  private static final int MOST_UNACKNOWLEDGED = 16;

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Uploads to {@code topic}, which has to exist.
   *
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   */
  public ArtifactUpload(final Map<String, Object> properties, final String topic) {
    this.topic = Objects.requireNonNull(topic);
    this.producer = new ClientSettings(properties).producer("upload");
  }

  /**
   * Uploads a file and gives the reference to announce.
   *
   * @throws IOException if the file cannot be read, is empty, or was changed meanwhile
   * @throws KafkaException if the broker refuses, or has not acknowledged all chunks within {@code limit}
   */
  public ArtifactReference upload(final Path file, final Duration limit) throws IOException, InterruptedException {
    final long deadline = System.nanoTime() + limit.toNanos();
    try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
      final long bytes = source.size();
      if (bytes == 0 || ArtifactChunks.count(bytes) > ArtifactChunks.MOST_CHUNKS) {
        throw new IOException(file + " has " + bytes + " bytes, expected 1 to " + ArtifactChunks.MOST_CHUNKS * ArtifactChunks.CHUNK_BYTES);
      }
      final String sha256 = digest(source, bytes, file);
      final long first = send(source, bytes, sha256, file, deadline);
      return new ArtifactReference(new ArtifactChunks.Location(topic, PARTITION, first).toString(), bytes, sha256);
    } catch (final InterruptException e) {
      throw KafkaFailures.interrupted(e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  private long send(final FileChannel source, final long bytes, final String sha256, final Path file, final long deadline)
      throws IOException, InterruptedException {
    final MessageDigest digest = Sha256.newDigest();
    final Deque<Future<RecordMetadata>> sent = new ArrayDeque<>();
    long first = -1;
    for (long chunk = 0; chunk < ArtifactChunks.count(bytes); chunk++) {
      final byte[] value = chunk(source, bytes, chunk, file);
      digest.update(value);
      sent.add(producer.send(new ProducerRecord<>(topic, PARTITION, ArtifactChunks.key(sha256, chunk), value)));
      if (sent.size() == MOST_UNACKNOWLEDGED || chunk == 0) {
        final long offset = acknowledged(sent.remove(), file, deadline);
        first = chunk == 0 ? offset : first;
      }
    }
    while (!sent.isEmpty()) {
      acknowledged(sent.remove(), file, deadline);
    }
    if (!Sha256.hex(digest).equals(sha256)) {
      throw new IOException(file + " was changed while it was uploaded; upload it again");
    }
    return first;
  }

  private static long acknowledged(final Future<RecordMetadata> sent, final Path file, final long deadline) throws InterruptedException {
    try {
      return sent.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS).offset();
    } catch (final ExecutionException e) {
      throw KafkaFailures.unwrapped(e);
    } catch (final java.util.concurrent.TimeoutException e) {
      throw new TimeoutException(file + " was not uploaded in time: the broker has not acknowledged all chunks", e);
    }
  }

  private static String digest(final FileChannel source, final long bytes, final Path file) throws IOException {
    final MessageDigest digest = Sha256.newDigest();
    for (long chunk = 0; chunk < ArtifactChunks.count(bytes); chunk++) {
      digest.update(chunk(source, bytes, chunk, file));
    }
    return Sha256.hex(digest);
  }

  private static byte[] chunk(final FileChannel source, final long bytes, final long chunk, final Path file) throws IOException {
    final ByteBuffer buffer = ByteBuffer.allocate(ArtifactChunks.size(bytes, chunk));
    long position = chunk * ArtifactChunks.CHUNK_BYTES;
    while (buffer.hasRemaining()) {
      final int read = source.read(buffer, position);
      if (read < 0) {
        throw new IOException(file + " has become shorter than " + bytes + " bytes while it was uploaded; upload it again");
      }
      position += read;
    }
    return buffer.array();
  }
}
