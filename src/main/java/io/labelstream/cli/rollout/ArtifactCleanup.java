package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.KafkaErrors;
import io.labelstream.cli.verb.Lines;
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
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;

/** Deletes what the artefact topic need not keep. */
final class ArtifactCleanup {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  /** Longer than from the start of an upload to its announcement. */
  private static final Duration YOUNG = Duration.ofHours(1);
  /** Refusals that depend on the lead, or on base versions: an instance may have accepted such a record. */
  private static final Set<RejectionCode> DOUBTFUL =
      EnumSet.of(RejectionCode.VERSION_CONFLICT, RejectionCode.UNKNOWN_VERSION, RejectionCode.TOO_LATE, RejectionCode.NOT_FIRST);

  private final RolloutPlace place;
  private final String topic;
  private final Lines lines;

  ArtifactCleanup(final RolloutPlace place, final String topic, final Lines lines) {
    this.place = place;
    this.topic = topic;
    this.lines = lines;
  }

  /** Whether records that may go are deleted. */
  enum Mode {
    /** Only say it. */
    DRY_RUN,
    DELETE
  }

  /** @throws CliException if it cannot be told what is needed; nothing is deleted then */
  void prune(final Mode mode) throws IOException, InterruptedException {
    KafkaErrors.existing(topic, place.client());
    final Map<ArtifactReference, Announcement> needed = needed();
    if (needed.isEmpty()) {
      // More likely the wrong topic than one on which nothing was ever announced.
      lines.line("nothing is deleted: topic " + place.controlTopic() + " has no announcement; check --control-topic");
      return;
    }
    try (ArtifactPruning pruning = new ArtifactPruning(place.client(), topic)) {
      final List<Part> plan = pruning.plan(needed.keySet(), Instant.now().minus(YOUNG), PATIENCE);
      for (final Part part : plan) {
        lines.line(inWords(part, needed));
      }
      if (mode == Mode.DRY_RUN || plan.stream().allMatch(part -> part.size() == 0)) {
        lines.line("nothing is deleted");
        return;
      }
      pruning.delete(plan, PATIENCE);
      lines.line("deleted");
    } catch (final ArtifactException failure) {
      throw new CliException(ExitCode.FAILED,
          "nothing is deleted, since it cannot be told where all lies that is needed: " + failure.getMessage() + "; try again", failure);
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, topic, place.client());
    }
  }

  /** All that an announcement names which an instance may have accepted, with the latest announcement that does. */
  private Map<ArtifactReference, Announcement> needed() throws InterruptedException {
    final Map<ArtifactReference, Announcement> needed = new LinkedHashMap<>();
    final ControlLog log = ControlLog.ofAllSlots(Lead.of(Duration.ZERO), RolloutTopics.trust(place));
    try (RolloutTopics topics = RolloutTopics.open(place, lines)) {
      for (final ControlRecord record : topics.newRecords()) {
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

  private String inWords(final Part part, final Map<ArtifactReference, Announcement> needed) {
    final String where = topic + " partition " + part.partition() + ": ";
    if (part.end() == part.begin()) {
      return where + "there are no records";
    }
    final String first = part.first().map(needed::get)
        .map(announcement -> "; the first that is needed is of " + AnnouncedText.version(announcement) + ", slot " + announcement.slot())
        .orElse("; nothing on it is needed");
    return where + (part.size() == 0
        ? "nothing may go of offsets " + part.begin() + " to " + (part.end() - 1)
        : "offsets " + part.begin() + " to " + (part.keep() - 1) + " may go, " + part.size() + " of " + (part.end() - part.begin())) + first;
  }
}
