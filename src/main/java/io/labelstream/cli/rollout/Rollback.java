package io.labelstream.cli.rollout;

import io.labelstream.cli.output.Times;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Lines;
import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.Announcer.Announced;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Brings a slot back to an earlier version. */
final class Rollback {
  private final RolloutPlace place;
  private final Optional<Path> key;
  private final Lines lines;

  Rollback(final RolloutPlace place, final Optional<Path> key, final Lines lines) {
    this.place = place;
    this.key = key;
    this.lines = lines;
  }

  /**
   * What to come back to.
   *
   * @param to the version; empty: the one before
   * @param patience how long to wait for the instances first; empty: not at all
   */
  record Request(String slot, Optional<VersionChoice> to, String note, Optional<Duration> patience) {}

  /** @throws CliException if there is nothing to come back to, or the rollback was withdrawn or refused */
  void rollBack(final Request request) throws IOException, InterruptedException {
    try (ControlSession session = ControlSession.open(place, key, lines)) {
      session.doubts().forEach(lines::warn);
      final long when = whenItWouldCount(session, request.slot());
      final RollbackPlan plan = RollbackPlan.of(
          request.slot(), session.log().expected(request.slot()), BaseVersions.of(session.fleet(), request.slot()), when, request.to());
      final AnnouncedText text = new AnnouncedText(session, key, new AnnouncedText.Proof.Before());
      switch (plan) {
        case RollbackPlan.Again again -> announceAgain(again, request, session, text);
        case RollbackPlan.ToBase toBase -> withdraw(toBase, request, session, text);
      }
      warnOfWhatIsToCome(session.log().expected(request.slot()), Instant.now().plus(session.lead().value()));
    }
  }

  /** Not before what was announced without a time, even if the clock here is behind the broker's: so a second rollback sees the first one. */
  private static long whenItWouldCount(final ControlSession session, final String slot) {
    final long announced = session.log().notVoid(slot).stream()
        .filter(entry -> entry.announcement().effectiveFrom() instanceof EffectiveFrom.AfterLead)
        .mapToLong(Entry::asked).max().orElse(Long.MIN_VALUE);
    return Math.max(announced, Instant.now().plus(session.lead().value()).toEpochMilli());
  }

  /** A version that was announced for later takes over all the same. */
  private void warnOfWhatIsToCome(final Timeline timeline, final Instant then) {
    final Set<VersionId> inForce = LatestTraffic.of(timeline).keySet();
    for (final Entry entry : timeline.entries()) {
      if (entry.announcement().traffic() instanceof Traffic.Live && entry.effectiveFrom() > then.toEpochMilli() && inForce.contains(entry.id())) {
        lines.warn(AnnouncedText.version(entry.announcement()) + " is still to be live from " + Times.utc(entry.effectiveFrom())
            + " on; `withdraw` it if that is not meant any more");
      }
    }
  }

  private void announceAgain(
      final RollbackPlan.Again plan, final Request request, final ControlSession session, final AnnouncedText text)
      throws IOException, InterruptedException {
    final Announcement announcement = live(plan.target(), request.note());
    if (request.patience().isPresent()) {
      StagedRollout.requireInstances(session, request.slot());
    }
    lines.line("slot " + request.slot() + " goes back from " + AnnouncedText.version(plan.from().announcement()) + " to "
        + AnnouncedText.version(announcement));
    if (request.patience().isPresent()) {
      new StagedRollout(session, text, lines).run(now -> announcement, request.patience().get());
    } else {
      lines.print(text.announced(session.announce(announcement), Instant.now()));
      lines.print(text.audience(request.slot(), Instant.now()));
    }
  }

  private void withdraw(
      final RollbackPlan.ToBase plan, final Request request, final ControlSession session, final AnnouncedText text)
      throws IOException, InterruptedException {
    lines.line("slot " + request.slot() + " goes back from " + AnnouncedText.version(plan.from().announcement()) + " to " + plan.base()
        + ", the base version of the configuration, which labels where nothing announced is live");
    for (final Entry entry : plan.withdrawn()) {
      final Announced announced = session.announce(Withdrawal.of(entry, request.note()));
      lines.print(text.announced(announced, Instant.now()));
    }
    lines.print(text.audience(request.slot(), Instant.now()));
  }

  private static Announcement live(final Entry entry, final String note) {
    final Announcement before = entry.announcement();
    try {
      return new Announcement(before.slot(), 1, before.model(), before.version(), before.family(), before.artifact(), before.samples(),
          new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, note, "");
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, String.valueOf(outOfRange.getMessage()), outOfRange);
    }
  }
}
