package io.labelstream.rollout.kafka;

import io.labelstream.rollout.artifact.ArtifactException;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.RejectionCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Deletes records from the start of the artefact topic, up to the first that is still needed: remains of aborted uploads, and artefacts that nobody announced.
 * Not thread-safe.
 */
public final class ArtifactPruning implements AutoCloseable {
  /** Indexes that fail with these codes are lost: no later attempt will find them. */
  private static final Set<RejectionCode> FOR_GOOD = EnumSet.of(RejectionCode.DIGEST_DIFFERS, RejectionCode.INDEX_REFUSED, RejectionCode.RECORD_TOO_LARGE);

  private final ClientSettings settings;
  private final Admin admin;
  private final String topic;

  /**
   * Prunes {@code topic}.
   *
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   */
  public ArtifactPruning(final Map<String, Object> properties, final String topic) {
    this.settings = new ClientSettings(properties);
    this.admin = settings.admin("pruning");
    this.topic = topic;
  }

  /**
   * The records of one partition that may go.
   *
   * @param begin the offset of its first record
   * @param keep the offset before which records may go; {@code begin} if none may
   * @param end the offset after its last record
   * @param first the first needed artefact; empty: nothing on this partition is needed
   */
  public record Part(int partition, long begin, long keep, long end, Optional<ArtifactReference> first) {
    /** The number of offsets that may go. */
    public long size() {
      return keep - begin;
    }
  }

  /**
   * Finds the records that may go.
   *
   * @param needed the artefacts that must stay
   * @param younger the time since which records stay too, as somebody may be about to announce them
   * @param limit the longest that one answer may take
   * @throws ArtifactException if it cannot be found out at present where a needed artefact is
   * @throws KafkaException if there is no such topic, the broker refuses, or does not answer within {@code limit}
   */
  public List<Part> plan(final Collection<ArtifactReference> needed, final Instant younger, final Duration limit)
      throws ArtifactException, InterruptedException {
    final List<Part> parts = new ArrayList<>();
    final int partitions =
        KafkaFailures.answer(admin.describeTopics(List.of(topic)).topicNameValues().get(topic), "describing topic " + topic, limit.toNanos())
            .partitions().size();
    for (int number = 0; number < partitions; number++) {
      parts.add(part(new TopicPartition(topic, number), needed, younger, limit));
    }
    return parts;
  }

  /**
   * Deletes the records of a plan.
   *
   * @throws KafkaException if the broker refuses, or does not answer within {@code limit}
   */
  public void delete(final List<Part> plan, final Duration limit) throws InterruptedException {
    final Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
    plan.stream().filter(part -> part.size() > 0)
        .forEach(part -> records.put(new TopicPartition(topic, part.partition()), RecordsToDelete.beforeOffset(part.keep())));
    KafkaFailures.answer(admin.deleteRecords(records).all(), "deleting records of topic " + topic, limit.toNanos());
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private Part part(final TopicPartition partition, final Collection<ArtifactReference> needed, final Instant younger, final Duration limit)
      throws ArtifactException, InterruptedException {
    final long begin = offset(partition, OffsetSpec.earliest(), limit);
    final long end = offset(partition, OffsetSpec.latest(), limit);
    final long young = offset(partition, OffsetSpec.forTimestamp(younger.toEpochMilli()), limit);
    long first = end;
    Optional<ArtifactReference> lowest = Optional.empty();
    final Set<ArtifactLocation> seen = new HashSet<>();
    for (final ArtifactReference reference : needed) {
      final Optional<ArtifactLocation> location = ArtifactLocation.parse(reference.location())
          .filter(place -> place.topic().equals(topic) && place.partition() == partition.partition())
          .filter(place -> place.offset() >= begin && place.offset() < end);
      if (location.isPresent() && seen.add(location.get())) {
        final Optional<Long> start = firstOffset(reference, location.get(), System.nanoTime() + limit.toNanos());
        if (start.isPresent() && start.get() < first) {
          first = start.get();
          lowest = Optional.of(reference);
        }
      }
    }
    return new Part(partition.partition(), begin, Math.max(begin, young < 0 ? first : Math.min(first, young)), end, lowest);
  }

  /** The offset at which an artefact begins; empty if its index is not where it was announced, so that nobody can read it. */
  private Optional<Long> firstOffset(final ArtifactReference reference, final ArtifactLocation location, final long deadline)
      throws ArtifactException, InterruptedException {
    try (ArtifactFetch fetch = new ArtifactFetch(settings, "pruning", reference, location, deadline)) {
      return fetch.index().chunks().stream().map(ArtifactIndex.Chunk::offset).findFirst();
    } catch (final ArtifactException failure) {
      if (FOR_GOOD.contains(failure.rejection().code())) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** The offset that is asked for; -1 if there is none. */
  private long offset(final TopicPartition partition, final OffsetSpec spec, final Duration limit) throws InterruptedException {
    return KafkaFailures.answer(
        admin.listOffsets(Map.of(partition, spec)).partitionResult(partition), "asking for offsets of " + partition, limit.toNanos()).offset();
  }
}
