package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import io.labelstream.rollout.kafka.VersionState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Checks an announcement as the instances will, before it is written, so that the log keeps no record that is refused. */
final class Preflight {
  private Preflight() {}

  /** @throws FleetException if the instances would refuse the announcement */
  static void check(final Announcement draft, final ControlSession session, final Instant now) throws FleetException, InterruptedException {
    final Optional<Rejection> objection =
        objection(draft, session.log().expected(draft.slot()), session.fleet(), session.lead().value(), now);
    if (objection.isPresent()) {
      throw new FleetException(FleetException.Reason.REFUSED,
          "nothing is announced, since every instance would refuse it: " + Rejections.inWords(objection.get()));
    }
  }

  /**
   * The reason why the announcement would be refused, as far as it can be known here.
   *
   * @param timeline the slot's entries that count or may come to count, without base versions
   * @param fleet the instances, with their base versions
   */
  static Optional<Rejection> objection(
      final Announcement draft, final Timeline timeline, final Fleet fleet, final Duration lead, final Instant now) {
    final List<VersionState> bases = fleet.versions().stream()
        .filter(state -> Instances.isBase(state) && state.slot().equals(draft.slot())).toList();
    return conflict(draft, timeline, bases).or(() -> timeObjection(draft, timeline, bases, lead, now));
  }

  private static Optional<Rejection> conflict(final Announcement draft, final Timeline timeline, final List<VersionState> bases) {
    final String release = draft.model() + " " + draft.version();
    for (final Entry entry : timeline.entries()) {
      if (release.equals(entry.id().name() + " " + entry.id().version()) && !entry.id().equals(draft.id())) {
        return rejection(RejectionCode.VERSION_CONFLICT, release + " was announced at offset " + entry.offset() + " with the digest "
            + entry.id().sha256() + ", this file has " + draft.artifact().sha256());
      }
    }
    return bases.stream()
        .filter(base -> release.equals(base.model() + " " + base.version()) && !base.sha256().equals(draft.artifact().sha256()))
        .findFirst()
        .flatMap(base -> rejection(RejectionCode.VERSION_CONFLICT, release + " is the base version of " + base.instance() + " with the digest "
            + base.sha256() + ", this file has " + draft.artifact().sha256()));
  }

  private static Optional<Rejection> timeObjection(
      final Announcement draft, final Timeline timeline, final List<VersionState> bases, final Duration lead, final Instant now) {
    if (draft.reach() == Reach.RETROACTIVE) {
      return Optional.empty();
    }
    return switch (draft.effectiveFrom()) {
      case EffectiveFrom.AfterLead _ -> Optional.empty();
      case EffectiveFrom.Beginning _ -> bases.isEmpty() && timeline.entries().stream().noneMatch(Preflight::serves)
          ? Optional.empty()
          : rejection(RejectionCode.NOT_FIRST, "slot " + draft.slot() + " has " + (bases.isEmpty() ? "a version in use" : "a base version") + " already");
      case EffectiveFrom.At(final long epochMillis) -> epochMillis < now.plus(lead).toEpochMilli()
          ? rejection(RejectionCode.TOO_LATE, tooLate(Instant.ofEpochMilli(epochMillis), lead, now))
          : Optional.empty();
    };
  }

  private static String tooLate(final Instant effective, final Duration lead, final Instant now) {
    final Duration ahead = Duration.between(now, effective);
    return effective + " is " + (ahead.isNegative() ? inWords(ahead.negated()) + " ago" : "in " + inWords(ahead)) + ", expected " + inWords(lead)
        + " or more from now";
  }

  private static String inWords(final Duration time) {
    if (time.toHours() >= 2) {
      return time.toHours() + " h";
    }
    return time.toMinutes() >= 2 ? time.toMinutes() + " min" : BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  private static boolean serves(final Entry entry) {
    return switch (entry.announcement().traffic()) {
      case Traffic.Live _, Traffic.Canary _, Traffic.Shadow _ -> true;
      case Traffic.Staged _, Traffic.Withdrawn _ -> false;
    };
  }

  private static Optional<Rejection> rejection(final RejectionCode code, final String detail) {
    return Optional.of(new Rejection(code, detail));
  }
}
