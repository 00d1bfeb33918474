package io.labelstream.cli.rollout;

import io.labelstream.cli.model.CheckedModel;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.EffectiveTime;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.KafkaErrors;
import io.labelstream.cli.verb.Lines;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.ArtifactUpload;
import io.labelstream.rollout.kafka.RolloutTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Announces a model file. */
final class FileAnnouncement {
  /** What a location of golden samples ends with, after the model's. */
  private static final String SAMPLES_SUFFIX = ".golden.jsonl";
  private static final String KAFKA = "kafka:";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final RolloutPlace place;
  private final Optional<Path> key;
  private final Lines lines;

  FileAnnouncement(final RolloutPlace place, final Optional<Path> key, final Lines lines) {
    this.place = place;
    this.key = key;
    this.lines = lines;
  }

  /**
   * What to announce.
   *
   * @param model the model file
   * @param version the version; empty: from the file's digest
   * @param traffic what it is to do, for a name and a version
   * @param patience how long to wait for the instances first; empty: not at all
   * @param conflicts what to do where instances are configured differently
   */
  record Request(
      Path model,
      String slot,
      String name,
      Optional<String> version,
      Choice traffic,
      EffectiveTime effectiveFrom,
      Reach reach,
      Objections objections,
      Delivery delivery,
      String note,
      Optional<Duration> patience,
      Conflicts conflicts) {}

  /** The choice where live instances of one application are configured differently, so that they may label by different versions. */
  enum Conflicts {
    REFUSE,
    WARN
  }

  /** What a version of a model is to do. */
  interface Choice {
    Traffic of(String name, String version);
  }

  /** How the instances come by the bytes. */
  sealed interface Delivery {}

  /** They read them at a location; empty: where the file is here. */
  record ByReference(Optional<String> location) implements Delivery {}

  /** From a topic, to which they are sent within the limit. */
  record Upload(String topic, Duration limit) implements Delivery {}

  /** The references of an announcement. */
  private record References(ArtifactReference artifact, Optional<ArtifactReference> samples) {}

  /**
   * Checks, announces, and prints what came of it.
   *
   * @throws CliException if the model is not sound, or the announcement would be or is refused
   */
  void announce(final Request request) throws IOException, InterruptedException {
    final CheckedModel file = CheckedModel.check(request.model());
    try (ControlSession session = ControlSession.open(place, key, lines)) {
      if (request.conflicts() == Conflicts.REFUSE) {
        requireAgreement(session.configConflicts());
      }
      session.doubts().forEach(lines::warn);
      // Nothing is uploaded for an announcement that nobody would take.
      final References here = byReference(file, Optional.empty());
      Preflight.check(announcement(request, file, here, Instant.now()), session, Instant.now());
      if (request.patience().isPresent()) {
        StagedRollout.requireInstances(session, request.slot());
      }
      final References references = switch (request.delivery()) {
        case ByReference(final Optional<String> location) -> byReference(file, location);
        case Upload upload -> upload(file, upload, announced(session.log()));
      };
      final AnnouncedText text = new AnnouncedText(session, key, new AnnouncedText.Proof.Here(file.samples()));
      if (request.patience().isPresent()) {
        new StagedRollout(session, text, lines)
            .run(now -> announcement(request, file, references, now), request.patience().get());
      } else {
        lines.print(text.announced(session.announce(announcement(request, file, references, Instant.now())), Instant.now()));
        lines.print(text.audience(request.slot(), Instant.now()));
      }
    }
  }

  private static void requireAgreement(final List<ConfigConflict> conflicts) {
    if (!conflicts.isEmpty()) {
      throw new CliException(ExitCode.CONFIG_DIFFERS, "nothing is announced, since the instances may not agree on it: "
          + String.join("; ", ConfigConflict.inWords(conflicts))
          + "; configure them alike, or announce with --force");
    }
  }

  private static Announcement announcement(final Request request, final CheckedModel file, final References references, final Instant now) {
    final String version = request.version().orElseGet(file::shortDigest);
    try {
      return new Announcement(request.slot(), 1, request.name(), version, file.family(), references.artifact(), references.samples(),
          request.traffic().of(request.name(), version), request.effectiveFrom().resolve(now, request.reach()), request.reach(), request.objections(),
          request.note(), "");
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, String.valueOf(outOfRange.getMessage()), outOfRange);
    }
  }

  private static References byReference(final CheckedModel file, final Optional<String> location) {
    try {
      return new References(
          new ArtifactReference(location.orElseGet(() -> file.path().toUri().toString()), file.bytes(), file.sha256()),
          file.beside().map(samples -> new ArtifactReference(
              location.map(uri -> besideIt(uri, samples)).orElseGet(() -> samples.path().toUri().toString()), samples.bytes(), samples.sha256())));
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, "--location: " + outOfRange.getMessage(), outOfRange);
    }
  }

  /** Where instances find the golden samples of a model that they find at {@code uri}. */
  private static String besideIt(final String uri, final CheckedModel.Beside samples) {
    if (uri.startsWith(KAFKA)) {
      throw new CliException(ExitCode.USAGE, "--location " + uri + " has no place beside it for the golden samples '" + samples.path()
          + "': send both with --upload, or move the samples away");
    }
    final int query = uri.indexOf('?');
    return query < 0 ? uri + SAMPLES_SUFFIX : uri.substring(0, query) + SAMPLES_SUFFIX + uri.substring(query);
  }

  /** All that accepted announcements name, in their order. */
  private static List<ArtifactReference> announced(final ControlLog log) {
    return log.slots().stream()
        .flatMap(slot -> log.timeline(slot).entries().stream())
        .sorted(Comparator.comparingLong(Entry::offset))
        .flatMap(entry -> Stream.concat(Stream.of(entry.announcement().artifact()), entry.announcement().samples().stream()))
        .toList();
  }

  private References upload(final CheckedModel file, final Upload upload, final List<ArtifactReference> known) throws InterruptedException {
    requireFit(upload.topic());
    try (ArtifactUpload uploading = new ArtifactUpload(place.client(), upload.topic())) {
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
      throw new CliException(ExitCode.FILE_UNREADABLE, "cannot upload: " + failure.getMessage(), failure);
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, upload.topic(), place.client());
    }
  }

  /** A topic that loses records would have the model for a while, and not when an instance starts next. */
  private void requireFit(final String topic) throws InterruptedException {
    KafkaErrors.existing(topic, place.client());
    try (Admin admin = Admin.create(place.client())) {
      final Optional<String> defect = RolloutTopic.artifacts(topic).deviation(admin, PATIENCE);
      if (defect.isPresent()) {
        throw new CliException(ExitCode.CONTROL_TOPIC_UNFIT, "nothing is sent: " + defect.get());
      }
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, topic, place.client());
    }
  }

  private static void requireUnchanged(final Path file, final String checked, final ArtifactReference sent) {
    if (!sent.sha256().equals(checked)) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "'" + file + "' was changed after it was checked: it had the digest " + checked
          + " and has " + sent.sha256() + " now; announce again when it is complete");
    }
  }
}
