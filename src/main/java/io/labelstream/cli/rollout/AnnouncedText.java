package io.labelstream.cli.rollout;

import io.labelstream.cli.model.CheckedModel;
import io.labelstream.cli.output.Times;
import io.labelstream.display.VisibleText;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.Announcer.Announced;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What was announced, for people. */
final class AnnouncedText {
  private final ControlSession session;
  private final Optional<Path> key;
  private final Proof proof;

  /** How a model was proved. */
  sealed interface Proof {
    /** The file was opened here, with these golden samples. */
    record Here(Optional<CheckedModel.Samples> samples) implements Proof {}

    /** It was announced before, and is not opened here. */
    record Before() implements Proof {}
  }

  /**
   * Texts about announcements of one verb.
   *
   * @param key what they are signed with
   * @param proof how its model was proved
   */
  AnnouncedText(final ControlSession session, final Optional<Path> key, final Proof proof) {
    this.session = session;
    this.key = key;
    this.proof = proof;
  }

  /** A version in a few words. */
  static String version(final Announcement announcement) {
    return announcement.model() + " " + announcement.version();
  }

  /** One line. */
  static String headline(final Announcement announcement) {
    final String traffic = announcement.traffic() instanceof Traffic.Withdrawn
        ? "withdrawn: " + version(announcement)
        : "announced: " + version(announcement) + ", " + Traffics.inWords(announcement.traffic());
    return traffic + ", slot " + announcement.slot();
  }

  /** All of an announcement. */
  String announced(final Announced announced, final Instant now) {
    final Announcement announcement = announced.announcement();
    final StringBuilder text = new StringBuilder(headline(announcement)).append('\n');
    if (announced.outcome() instanceof final ControlLog.Accepted accepted) {
      row("effective from", effective(accepted.entry().effectiveFrom(), now) + condition(accepted.entry()), text);
    }
    if (announcement.objections() == Objections.IGNORED) {
      row("vetoes", "none counts", text);
    }
    row("control record", announcement.key() + " at offset " + announced.offset() + " of " + session.place().controlTopic(), text);
    if (!(announcement.traffic() instanceof Traffic.Withdrawn)) {
      row("model", String.format(Locale.ROOT, "%,d bytes at %s", announcement.artifact().bytes(), announcement.artifact().location()), text);
      row("sha-256", announcement.artifact().sha256(), text);
      row("golden samples", switch (proof) {
        case Proof.Here(final Optional<CheckedModel.Samples> samples) -> samples.map(AnnouncedText::proved).orElse("none; `samples` writes them");
        // The file is not at hand: it may bring samples along.
        case Proof.Before() -> announcement.samples().isPresent() ? "as announced before" : "those inside the file, if it has any";
      }, text);
    }
    row("signature", key.map(file -> "by " + file).orElse("none"), text);
    return text.toString();
  }

  private static String condition(final Entry entry) {
    if (!(entry.decision() instanceof Decision.Pending)) {
      return "";
    }
    return entry.reachesBack() ? ", once an instance has proved it" : ", or later: the lead after an instance has proved it";
  }

  /** Who will hear of it. */
  String audience(final String slot, final Instant now) throws InterruptedException {
    if (session.statusTopic() == ControlSession.StatusTopic.MISSING) {
      return "There is no topic " + session.place().statusTopic() + ", so nothing is known of the instances.\n";
    }
    final int count = Instances.live(session.fleet(), slot, now).size();
    return switch (count) {
      case 0 -> "No live instance has the slot " + slot + ".\n";
      case 1 -> "One live instance has the slot; see how far it is: labelstream status --slot " + slot + "\n";
      default -> count + " live instances have the slot; see how far they are: labelstream status --slot " + slot + "\n";
    };
  }

  /** An effective time with its distance. */
  static String effective(final long epochMillis, final Instant now) {
    return epochMillis == Long.MIN_VALUE ? Times.utc(epochMillis) : Times.utc(epochMillis) + ", " + Times.distance(epochMillis, now);
  }

  private static String proved(final CheckedModel.Samples samples) {
    return samples.count() + (samples instanceof CheckedModel.Inside ? " inside the file" : "") + ", all proved here";
  }

  private static void row(final String name, final String value, final StringBuilder text) {
    text.append(String.format(Locale.ROOT, "  %-14s  ", name)).append(VisibleText.of(value)).append('\n');
  }
}
