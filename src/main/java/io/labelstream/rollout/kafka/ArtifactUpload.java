package io.labelstream.rollout.kafka;

import io.labelstream.rollout.artifact.ArtifactException;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads files to the artefact topic, so that a rollout needs nothing but Kafka. Not thread-safe. */
public final class ArtifactUpload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArtifactUpload.class);
  private static final int PARTITION = 0;
  /** Chunks that are on their way at a time, so that a large file is never in memory as a whole. */
  private static final int MOST_UNACKNOWLEDGED = 16;

  private final String topic;
  private final ClientSettings settings;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Uploads to {@code topic}, which has to exist.
   *
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   */
  public ArtifactUpload(final Map<String, Object> properties, final String topic) {
    this.topic = Objects.requireNonNull(topic);
    this.settings = new ClientSettings(properties);
    this.producer = settings.producer("upload");
  }

  /**
   * Uploads a file, unless it is there already, and returns the reference to announce. An upload that ends early leaves chunks behind that nothing refers to.
   *
   * @param known references that were announced before, the newest last; one that has the same bytes and can still be read is returned
   * @throws IOException if the file cannot be read, is empty, or was changed meanwhile
   * @throws KafkaException if the broker refuses, or has not acknowledged all records within {@code limit}
   */
  public ArtifactReference upload(final Path file, final List<ArtifactReference> known, final Duration limit) throws IOException, InterruptedException {
    final long deadline = System.nanoTime() + limit.toNanos();
    try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
      final long bytes = source.size();
      if (bytes == 0 || ArtifactIndex.count(bytes) > ArtifactIndex.MOST_CHUNKS) {
        throw new IOException(
            file + " has " + bytes + " bytes, expected 1 to " + (long) ArtifactIndex.MOST_CHUNKS * ArtifactIndex.CHUNK_BYTES);
      }
      final String sha256 = digest(source, bytes, file);
      for (final ArtifactReference reference : known.reversed()) {
        if (reference.sha256().equals(sha256) && reference.bytes() == bytes && presence(reference, deadline) == Presence.THERE) {
          return reference;
        }
      }
      final ArtifactIndex index = new ArtifactIndex(sha256, bytes, send(source, bytes, sha256, file, deadline));
      final byte[] value = index.encode();
      final long offset = acknowledged(producer.send(new ProducerRecord<>(topic, PARTITION, index.key(), value)), file, deadline);
      return new ArtifactReference(new ArtifactLocation(topic, PARTITION, offset, Sha256.of(value)).toString(), bytes, sha256);
    } catch (final InterruptException e) {
      throw KafkaFailures.interrupted(e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  /** Tells whether an artefact can be read where it was announced. */
  private enum Presence {
    THERE,
    GONE
  }

  private Presence presence(final ArtifactReference reference, final long deadline) throws IOException, InterruptedException {
    final Optional<ArtifactLocation> location = ArtifactLocation.parse(reference.location()).filter(place -> place.topic().equals(topic));
    if (location.isEmpty()) {
      return Presence.GONE;
    }
    final MessageDigest digest = Sha256.newDigest();
    try (ArtifactFetch fetch = new ArtifactFetch(settings, "upload-look", reference, location.get(), deadline)) {
      fetch.run(digest::update);
    } catch (final ArtifactException gone) {
      LOG.atWarn().addKeyValue("reason", gone.rejection().detail()).log("an earlier upload cannot be read, and the file is sent again");
      return Presence.GONE;
    }
    return Sha256.hex(digest).equals(reference.sha256()) ? Presence.THERE : Presence.GONE;
  }

  private List<ArtifactIndex.Chunk> send(final FileChannel source, final long bytes, final String sha256, final Path file, final long deadline)
      throws IOException, InterruptedException {
    final MessageDigest digest = Sha256.newDigest();
    final List<ArtifactIndex.Chunk> chunks = new ArrayList<>();
    final Deque<Sent> unacknowledged = new ArrayDeque<>();
    for (long number = 0; number < ArtifactIndex.count(bytes); number++) {
      final byte[] value = chunk(source, bytes, number, file);
      digest.update(value);
      unacknowledged.add(new Sent(
          producer.send(new ProducerRecord<>(topic, PARTITION, ArtifactIndex.chunkKey(sha256, number), value)), value.length, Sha256.of(value)));
      if (unacknowledged.size() == MOST_UNACKNOWLEDGED) {
        chunks.add(acknowledged(unacknowledged.remove(), file, deadline));
      }
    }
    while (!unacknowledged.isEmpty()) {
      chunks.add(acknowledged(unacknowledged.remove(), file, deadline));
    }
    if (!Sha256.hex(digest).equals(sha256)) {
      throw new IOException(file + " was changed while it was uploaded; upload it again");
    }
    return chunks;
  }

  /** A chunk on its way. */
  private record Sent(Future<RecordMetadata> place, int bytes, String sha256) {}

  private static ArtifactIndex.Chunk acknowledged(final Sent sent, final Path file, final long deadline) throws InterruptedException {
    return new ArtifactIndex.Chunk(acknowledged(sent.place(), file, deadline), sent.bytes(), sent.sha256());
  }

  private static long acknowledged(final Future<RecordMetadata> sent, final Path file, final long deadline) throws InterruptedException {
    try {
      return sent.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS).offset();
    } catch (final ExecutionException e) {
      throw KafkaFailures.unwrapped(e);
    } catch (final java.util.concurrent.TimeoutException e) {
      throw new TimeoutException(file + " was not uploaded in time: the broker has not acknowledged all of it", e);
    }
  }

  private static String digest(final FileChannel source, final long bytes, final Path file) throws IOException {
    final MessageDigest digest = Sha256.newDigest();
    for (long chunk = 0; chunk < ArtifactIndex.count(bytes); chunk++) {
      digest.update(chunk(source, bytes, chunk, file));
    }
    return Sha256.hex(digest);
  }

  private static byte[] chunk(final FileChannel source, final long bytes, final long chunk, final Path file) throws IOException {
    final ByteBuffer buffer = ByteBuffer.allocate(ArtifactIndex.size(bytes, chunk));
    long position = chunk * ArtifactIndex.CHUNK_BYTES;
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
