package io.labelstream.rollout.fleet;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.Announcer.Announced;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rolls a slot back to an earlier version. */
public final class Rollback {
  private final ControlSession session;
  private final Request request;

  private Rollback(final ControlSession session, final Request request) {
    this.session = session;
    this.request = request;
  }

  /**
   * A rollback that is asked for.
   *
   * @param to the version to roll back to; empty: the one before
   * @param patience how long to wait for the instances first; empty: not at all
   */
  public record Request(String slot, Optional<VersionChoice> to, String note, Optional<WaitLimit> patience) {}

  /** @throws FleetException if there is no version to roll back to, or the announcement is refused */
  public static RolloutOutcome rollBack(final ControlSession session, final Request request) throws IOException, FleetException, InterruptedException {
    return new Rollback(session, request).run();
  }

  private RolloutOutcome run() throws IOException, FleetException, InterruptedException {
    session.tellDoubts();
    final RollbackPlan plan = RollbackPlan.of(
        request.slot(), session.log().expected(request.slot()), BaseVersion.of(session.fleet(), request.slot()), whenItWouldCount(), request.to());
    final RolloutOutcome outcome = switch (plan) {
      case final RollbackPlan.Again again -> announceAgain(again);
      case final RollbackPlan.ToBase toBase -> withdraw(toBase);
    };
    if (outcome instanceof RolloutOutcome.Written || outcome instanceof RolloutOutcome.Effective) {
      tellStillToCome(session.log().expected(request.slot()), Instant.now().plus(session.lead().value()));
    }
    return outcome;
  }

  /** Not before announcements without a time, even if the clock here is behind the broker's, so that a second rollback sees the first one. */
  private long whenItWouldCount() {
    final long announced = session.log().notVoid(request.slot()).stream()
        .filter(entry -> entry.announcement().effectiveFrom() instanceof EffectiveFrom.AfterLead)
        .mapToLong(Entry::asked).max().orElse(Long.MIN_VALUE);
    return Math.max(announced, Instant.now().plus(session.lead().value()).toEpochMilli());
  }

  /** Tells if the version that the rollback ends has yet to take over. */
  private void tellTakeover(final Entry from) throws IOException {
    final Optional<Entry> latest = session.log().entry(request.slot(), from.offset());
    if (latest.isPresent() && !latest.get().isVoid() && latest.get().effectiveFrom() > Instant.now().toEpochMilli()) {
      session.tell(new FleetEvent.TakesOverFirst(latest.get()));
    }
  }

  /** Tells of a version that was announced for later, and will take over all the same. */
  private void tellStillToCome(final Timeline timeline, final Instant then) throws IOException {
    final Set<VersionId> inForce = LatestTraffic.of(timeline).keySet();
    for (final Entry entry : timeline.entries()) {
      if (entry.announcement().traffic() instanceof Traffic.Live && entry.effectiveFrom() > then.toEpochMilli() && inForce.contains(entry.id())) {
        session.tell(new FleetEvent.StillToCome(entry));
      }
    }
  }

  private RolloutOutcome announceAgain(final RollbackPlan.Again plan) throws IOException, FleetException, InterruptedException {
    final Announcement announcement = Withdrawal.draft(plan.target().announcement(), new Traffic.Live(), request.note());
    if (request.patience().isPresent()) {
      session.requireInstances(request.slot());
    }
    session.tell(new FleetEvent.GoingBack(plan));
    tellTakeover(plan.from());
    if (request.patience().isPresent()) {
      return StagedRollout.run(session, _ -> announcement, request.patience().get());
    }
    final Announced announced = session.announce(announcement);
    session.tell(new FleetEvent.Done(announced));
    session.tellAudience(request.slot());
    return new RolloutOutcome.Written(List.of(announced));
  }

  private RolloutOutcome withdraw(final RollbackPlan.ToBase plan) throws IOException, FleetException, InterruptedException {
    session.tell(new FleetEvent.GoingBack(plan));
    final List<Announced> withdrawals = new ArrayList<>();
    for (final Entry entry : plan.withdrawn()) {
      final Announced announced = session.announce(Withdrawal.draft(entry.announcement(), new Traffic.Withdrawn(), request.note()));
      session.tell(new FleetEvent.Done(announced));
      withdrawals.add(announced);
    }
    tellTakeover(plan.from());
    session.tellAudience(request.slot());
    return new RolloutOutcome.Written(withdrawals);
  }
}
