package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Lines;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.Announcer.Announced;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Withdraws versions. */
final class Withdrawal {
  private final RolloutPlace place;
  private final Optional<Path> key;
  private final Lines lines;

  Withdrawal(final RolloutPlace place, final Optional<Path> key, final Lines lines) {
    this.place = place;
    this.key = key;
    this.lines = lines;
  }

  /** @throws CliException if there is no such version */
  void withdraw(final VersionChoice choice, final String note) throws IOException, InterruptedException {
    try (ControlSession session = ControlSession.open(place, key, lines)) {
      session.doubts().forEach(lines::warn);
      final Entry latest = choice.find(session.log().expected(choice.slot()));
      final Announced announced = session.announce(of(latest, note));
      final AnnouncedText text = new AnnouncedText(session, key, new AnnouncedText.Proof.Before());
      lines.print(text.announced(announced, Instant.now()));
      lines.line("  " + successor(session, announced));
    }
  }

  /** The withdrawal of an entry's version. */
  static Announcement of(final Entry entry, final String note) {
    final Announcement before = entry.announcement();
    try {
      return new Announcement(before.slot(), 1, before.model(), before.version(), before.family(), before.artifact(), before.samples(),
          new Traffic.Withdrawn(), new EffectiveFrom.AfterLead(), Reach.FORWARD, note, "");
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, String.valueOf(outOfRange.getMessage()), outOfRange);
    }
  }

  /** Who labels from then on. */
  private static String successor(final ControlSession session, final Announced announced) throws InterruptedException {
    final String slot = announced.announcement().slot();
    final TimeSpan then = session.log().expected(slot).at(announced.effectiveFrom().orElse(Long.MAX_VALUE));
    if (then.live().isPresent()) {
      return "from then on " + AnnouncedText.version(then.live().get().announcement()) + " labels all records of the slot"
          + then.canary().map(canary -> ", but for " + Traffics.inWords(canary.announcement().traffic()) + " of "
          + AnnouncedText.version(canary.announcement())).orElse("");
    }
    return BaseVersions.of(session.fleet(), slot).stream().findFirst()
        .map(base -> "from then on the base version of the configuration, " + base + ", labels the records of the slot")
        .orElse("from then on no announced version labels records of the slot: without a base version they become dead letters");
  }
}
