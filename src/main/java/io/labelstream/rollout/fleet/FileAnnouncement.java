package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.Announcer.Announced;
import io.labelstream.rollout.kafka.ArtifactUpload;
import io.labelstream.rollout.kafka.RolloutTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;

/** Announces a model file. */
public final class FileAnnouncement {
  /** The end of a location of golden samples, after that of the model. */
  private static final String SAMPLES_SUFFIX = ".golden.jsonl";
  private static final String KAFKA = "kafka:";

  private final ControlSession session;
  private final Request request;

  private FileAnnouncement(final ControlSession session, final Request request) {
    this.session = session;
    this.request = request;
  }

  /**
   * An announcement that is asked for.
   *
   * @param patience how long to wait for the instances first; empty: not at all
   * @param conflicts the choice where instances are configured differently, or none of them has the slot
   */
  public record Request(
      CheckedModel model,
      String slot,
      String name,
      String version,
      Traffic traffic,
      EffectiveTime effectiveFrom,
      Reach reach,
      Objections objections,
      Delivery delivery,
      String note,
      Optional<WaitLimit> patience,
      Conflicts conflicts) {}

  /** The choice where live instances of one application are configured differently, so that they may label by different versions, or none has the slot. */
  public enum Conflicts {
    REFUSE,
    WARN
  }

  /** How the instances get the bytes. */
  public sealed interface Delivery {}

  /** They read them at a location; empty: at the file's own path. */
  public record ByReference(Optional<String> location) implements Delivery {}

  /** They read them from a topic, to which they are uploaded within the limit. */
  public record Upload(String topic, Duration limit) implements Delivery {}

  /** The references of an announcement. */
  private record References(ArtifactReference artifact, Optional<ArtifactReference> samples) {}

  /** @throws FleetException if nothing can be announced, or what is announced is refused */
  public static RolloutOutcome announce(final ControlSession session, final Request request) throws IOException, FleetException, InterruptedException {
    return new FileAnnouncement(session, request).run();
  }

  private RolloutOutcome run() throws IOException, FleetException, InterruptedException {
    if (request.conflicts() == Conflicts.REFUSE) {
      requireAgreement(session.configConflicts());
      requireSlot(session.slots());
    }
    session.tellDoubts();
    // Nothing is uploaded for an announcement that nobody would take.
    Preflight.check(announcement(byReference(Optional.empty()), Instant.now()), session, Instant.now());
    if (request.patience().isPresent()) {
      session.requireInstances(request.slot());
    }
    final References references = switch (request.delivery()) {
      case ByReference(final Optional<String> location) -> byReference(location);
      case final Upload upload -> upload(upload, announced(session.log()));
    };
    if (request.patience().isPresent()) {
      return StagedRollout.run(session, now -> announcement(references, now), request.patience().get());
    }
    final Announced announced = session.announce(announcement(references, Instant.now()));
    session.tell(new FleetEvent.Done(announced));
    session.tellAudience(request.slot());
    return new RolloutOutcome.Written(List.of(announced));
  }

  private static void requireAgreement(final List<ConfigConflict> conflicts) throws FleetException {
    if (!conflicts.isEmpty()) {
      throw new FleetException(FleetException.Reason.CONFIG_DIFFERS,
          "the instances may not agree on it: " + String.join("; ", ConfigConflict.inWords(conflicts)));
    }
  }

  /** Where no instance lives at all, it may be announced beforehand. */
  private void requireSlot(final Set<String> slots) throws FleetException {
    if (!slots.isEmpty() && !slots.contains(request.slot())) {
      throw new FleetException(FleetException.Reason.NO_SUCH_SLOT,
          "no live instance has the slot " + request.slot() + "; they have " + String.join(", ", slots));
    }
  }

  private Announcement announcement(final References references, final Instant now) throws FleetException {
    try {
      return new Announcement(request.slot(), 1, request.name(), request.version(), request.model().family(), references.artifact(), references.samples(),
          request.traffic(), request.effectiveFrom().resolve(now, request.reach()), request.reach(), request.objections(), request.note(), "");
    } catch (final IllegalArgumentException outOfRange) {
      throw new FleetException(FleetException.Reason.INVALID, String.valueOf(outOfRange.getMessage()), outOfRange);
    }
  }

  private References byReference(final Optional<String> location) throws FleetException {
    final CheckedModel file = request.model();
    final Optional<CheckedModel.Beside> samples = file.beside();
    if (samples.isPresent() && location.filter(uri -> uri.startsWith(KAFKA)).isPresent()) {
      throw new FleetException(FleetException.Reason.LOCATION_WITHOUT_SAMPLES,
          location.get() + " has no place beside it for the golden samples '" + samples.get().path() + "'");
    }
    try {
      return new References(
          new ArtifactReference(location.orElseGet(() -> file.path().toUri().toString()), file.bytes(), file.sha256()),
          samples.map(beside -> new ArtifactReference(
              location.map(FileAnnouncement::besideIt).orElseGet(() -> beside.path().toUri().toString()), beside.bytes(), beside.sha256())));
    } catch (final IllegalArgumentException outOfRange) {
      throw new FleetException(FleetException.Reason.LOCATION_INVALID, String.valueOf(outOfRange.getMessage()), outOfRange);
    }
  }

  /** The location of the golden samples of a model at {@code uri}. */
  private static String besideIt(final String uri) {
    final int query = uri.indexOf('?');
    return query < 0 ? uri + SAMPLES_SUFFIX : uri.substring(0, query) + SAMPLES_SUFFIX + uri.substring(query);
  }

  /** All artefacts of accepted announcements, in their order. */
  private static List<ArtifactReference> announced(final ControlLog log) {
    return log.slots().stream()
        .flatMap(slot -> log.timeline(slot).entries().stream())
        .sorted(Comparator.comparingLong(Entry::offset))
        .flatMap(entry -> Stream.concat(Stream.of(entry.announcement().artifact()), entry.announcement().samples().stream()))
        .toList();
  }

  private References upload(final Upload upload, final List<ArtifactReference> known) throws FleetException, InterruptedException {
    requireFit(upload.topic());
    final CheckedModel file = request.model();
    try (ArtifactUpload uploading = new ArtifactUpload(session.place().client(), upload.topic())) {
      final ArtifactReference model = uploading.upload(file.path(), known, upload.limit());
      requireUnchanged(file.path(), file.sha256(), model);
      if (file.beside().isEmpty()) {
        return new References(model, Optional.empty());
      }
      final CheckedModel.Beside samples = file.beside().get();
      final ArtifactReference sent = uploading.upload(samples.path(), known, upload.limit());
      requireUnchanged(samples.path(), samples.sha256(), sent);
      return new References(model, Optional.of(sent));
    } catch (final IOException failure) {
      throw new FleetException(FleetException.Reason.FILE_UNREADABLE, "cannot upload: " + failure.getMessage(), failure);
    } catch (final KafkaException failure) {
      throw new PlaceTopics(session.place()).failed(upload.topic(), AclOperation.WRITE, failure);
    }
  }

  /** A topic that loses records would have the model for a while, but no longer when an instance starts later. */
  private void requireFit(final String topic) throws FleetException, InterruptedException {
    final PlaceTopics topics = new PlaceTopics(session.place());
    topics.requireExisting(topic);
    try (Admin admin = topics.admin()) {
      final Optional<String> defect = RolloutTopic.artifacts(topic).deviation(admin, PlaceTopics.PATIENCE);
      if (defect.isPresent()) {
        throw new FleetException(FleetException.Reason.TOPIC_UNFIT, "nothing is sent: " + defect.get());
      }
    } catch (final KafkaException failure) {
      throw topics.failed(topic, failure);
    }
  }

  private static void requireUnchanged(final Path file, final String checked, final ArtifactReference sent) throws FleetException {
    if (!sent.sha256().equals(checked)) {
      throw new FleetException(FleetException.Reason.FILE_UNREADABLE, "'" + file + "' was changed after it was checked: it had the digest " + checked
          + " and has " + sent.sha256() + " now; announce again when it is complete");
    }
  }
}
