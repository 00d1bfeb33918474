package io.labelstream.rollout.fleet;

import io.labelstream.rollout.artifact.ArtifactException;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.kafka.ArtifactPruning;
import io.labelstream.rollout.kafka.ArtifactPruning.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;

/** Deletes the records of the artefact topic that nothing needs. */
public final class ArtifactCleanup implements AutoCloseable {
  /** The age of records that are kept in any case: longer than the time from the start of an upload to its announcement. */
  private static final Duration YOUNG = Duration.ofHours(1);
  /** Refusals that depend on the lead, or on base versions: an instance may have accepted such a record. */
  private static final Set<RejectionCode> DOUBTFUL =
      EnumSet.of(RejectionCode.VERSION_CONFLICT, RejectionCode.UNKNOWN_VERSION, RejectionCode.TOO_LATE, RejectionCode.NOT_FIRST);

  private final RolloutPlace place;
  private final String topic;
  private final FleetListener listener;
  private final ArtifactPruning pruning;

  private ArtifactCleanup(final RolloutPlace place, final String topic, final FleetListener listener) {
    this.place = place;
    this.topic = topic;
    this.listener = listener;
    this.pruning = new ArtifactPruning(place.client(), topic);
  }

  /**
   * The records of each partition that may be deleted.
   *
   * @param needed the artefacts of all announcements that an instance may have accepted, each with the latest announcement that names it; if there are none, no
   *     partition is looked at: more likely the control topic is the wrong one than that nothing was ever announced on it
   */
  public record Plan(List<Part> parts, Map<ArtifactReference, Announcement> needed) {
    public Plan {
      parts = List.copyOf(parts);
      needed = Map.copyOf(needed);
    }

    /** The announcement for which a part is kept, from its first needed record on. */
    public Optional<Announcement> keeping(final Part part) {
      return part.first().map(needed::get);
    }
  }

  /** @throws FleetException if there is no such topic, or Kafka refuses or does not answer */
  public static ArtifactCleanup open(final RolloutPlace place, final String topic, final FleetListener listener)
      throws FleetException, InterruptedException {
    final PlaceTopics topics = new PlaceTopics(place);
    topics.requireExisting(topic);
    try {
      return new ArtifactCleanup(place, topic, listener);
    } catch (final KafkaException failure) {
      throw topics.failed(topic, failure);
    }
  }

  /** @throws FleetException if it cannot be found out which artefacts are needed, and where they are */
  public Plan plan() throws FleetException, InterruptedException {
    final Map<ArtifactReference, Announcement> needed = needed();
    try {
      return new Plan(needed.isEmpty() ? List.of() : pruning.plan(needed.keySet(), Instant.now().minus(YOUNG), PlaceTopics.PATIENCE), needed);
    } catch (final ArtifactException failure) {
      throw new FleetException(FleetException.Reason.ARTIFACTS_UNKNOWN,
          "nothing is deleted, since it cannot be told where all lies that is needed: " + failure.getMessage() + "; try again", failure);
    } catch (final KafkaException failure) {
      throw new PlaceTopics(place).failed(topic, failure);
    }
  }

  /** Deletes the records of a plan. */
  public void delete(final Plan plan) throws FleetException, InterruptedException {
    try {
      pruning.delete(plan.parts(), PlaceTopics.PATIENCE);
    } catch (final KafkaException failure) {
      throw new PlaceTopics(place).failed(topic, AclOperation.DELETE, failure);
    }
  }

  private Map<ArtifactReference, Announcement> needed() throws FleetException, InterruptedException {
    final Map<ArtifactReference, Announcement> needed = new LinkedHashMap<>();
    try (FleetReader reader = FleetReader.open(place, listener)) {
      final ControlLog log = ControlLog.ofAllSlots(Lead.of(Duration.ZERO), reader.trust());
      for (final ControlRecord record : reader.records()) {
        final boolean refused = log.append(record) instanceof ControlLog.Refused refusal && !DOUBTFUL.contains(refusal.rejection().code());
        final byte[] value = record.value();
        if (!refused && value != null && AnnouncementCodec.decode(value) instanceof AnnouncementCodec.Read(final Announcement announcement)) {
          needed.put(announcement.artifact(), announcement);
          announcement.samples().ifPresent(samples -> needed.put(samples, announcement));
        }
      }
    }
    return needed;
  }

  @Override
  public void close() {
    pruning.close();
  }
}
