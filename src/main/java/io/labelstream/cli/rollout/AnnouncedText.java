package io.labelstream.cli.rollout;

import io.labelstream.cli.output.Facts;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.fleet.CheckedModel;
import io.labelstream.rollout.fleet.FleetEvent;
import io.labelstream.rollout.fleet.RolloutPlace;
import io.labelstream.rollout.kafka.Announcer.Announced;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Announcements for people. */
final class AnnouncedText {
  private final RolloutPlace place;
  private final Optional<Path> key;
  private final Proof proof;

  /** How a model was proved. */
  sealed interface Proof {
    /** The file was opened here, with these golden samples. */
    record Here(Optional<CheckedModel.Samples> samples) implements Proof {}

    /** It was proved when it was announced before, and is not opened here. */
    record Before() implements Proof {}
  }

  /**
   * Texts about the announcements of one verb.
   *
   * @param key the key that they are signed with
   * @param proof how its model was proved
   */
  AnnouncedText(final RolloutPlace place, final Optional<Path> key, final Proof proof) {
    this.place = place;
    this.key = key;
    this.proof = proof;
  }

  /** An announcement in one line. */
  static String headline(final Announcement announcement) {
    final String traffic = announcement.traffic() instanceof Traffic.Withdrawn
        ? "withdrawn: " + FleetWords.version(announcement)
        : "announced: " + FleetWords.version(announcement) + ", " + FleetWords.traffic(announcement.traffic());
    return traffic + ", slot " + announcement.slot();
  }

  /** All facts of an announcement. */
  String announced(final Announced announced, final Instant now) {
    final Announcement announcement = announced.announcement();
    final Facts facts = new Facts("  ", 16);
    if (announced.outcome() instanceof final ControlLog.Accepted accepted) {
      facts.add("effective from", FleetWords.effective(accepted.entry().effectiveFrom(), now) + condition(accepted.entry()));
    }
    if (announcement.objections() == Objections.IGNORED) {
      facts.add("vetoes", "none counts");
    }
    facts.add("control record", announcement.key() + " at offset " + announced.offset() + " of " + place.controlTopic());
    if (!(announcement.traffic() instanceof Traffic.Withdrawn)) {
      facts.format("model", "%,d bytes at %s", announcement.artifact().bytes(), announcement.artifact().location());
      facts.add("sha-256", announcement.artifact().sha256());
      facts.add("golden samples", switch (proof) {
        case Proof.Here(final Optional<CheckedModel.Samples> samples) -> samples.map(AnnouncedText::proved).orElse("none; `samples` writes them");
        // The file is not at hand, and may contain samples.
        case Proof.Before() -> announcement.samples().isPresent() ? "as announced before" : "those inside the file, if it has any";
      });
    }
    facts.add("signature", key.map(file -> "by " + file).orElse("none"));
    return headline(announcement) + "\n" + facts;
  }

  private static String condition(final Entry entry) {
    if (!(entry.decision() instanceof Decision.Pending)) {
      return "";
    }
    return entry.reachesBack() ? ", once an instance has proved it" : ", or later: the lead after an instance has proved it";
  }

  /** The instances that an announcement may reach. */
  String audience(final FleetEvent.Audience audience) {
    if (audience.instances().isEmpty()) {
      return "There is no topic " + place.statusTopic() + ", so nothing is known of the instances.\n";
    }
    final int count = audience.instances().getAsInt();
    final String slot = audience.slot();
    return switch (count) {
      case 0 -> "No live instance has the slot " + slot + ".\n";
      case 1 -> "One live instance has the slot; see how far it is: labelstream status --slot " + slot + "\n";
      default -> count + " live instances have the slot; see how far they are: labelstream status --slot " + slot + "\n";
    };
  }

  private static String proved(final CheckedModel.Samples samples) {
    return samples.count() + (samples instanceof CheckedModel.Inside ? " inside the file" : "") + ", all proved here";
  }
}
