package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.kafka.Announcer.Announced;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Stages a version, waits until every live instance is ready, announces it, and waits until that counts; or withdraws it. For one rollout. */
final class StagedRollout {
  private static final Duration TICK = Duration.ofMillis(200);

  private final ControlSession session;
  private final Draft draft;
  private final WaitLimit limit;
  private final Announcement wanted;
  private final Optional<Entry> before;
  private final long deadline;
  private final Map<String, Readiness> told = new HashMap<>();

  /** The final announcement, as it has to be written at a moment. */
  interface Draft {
    Announcement at(Instant now) throws FleetException;
  }

  private StagedRollout(final ControlSession session, final Draft draft, final WaitLimit limit) throws FleetException {
    this.session = session;
    this.draft = draft;
    this.limit = limit;
    this.wanted = draft.at(Instant.now());
    this.before = Optional.ofNullable(LatestTraffic.of(session.log().expected(wanted.slot())).get(wanted.id()));
    this.deadline = System.nanoTime() + limit.limit().toNanos();
  }

  /** Takes all steps. */
  static RolloutOutcome run(final ControlSession session, final Draft draft, final WaitLimit limit)
      throws IOException, FleetException, InterruptedException {
    final StagedRollout rollout = new StagedRollout(session, draft, limit);
    // Opened before anything is announced, so that all of it is withdrawn when it is cancelled.
    try (Cancellation cancellation = limit.cancellation().get()) {
      return rollout.run(cancellation);
    }
  }

  private RolloutOutcome run(final Cancellation cancellation) throws IOException, FleetException, InterruptedException {
    final Announced staged = session.announce(with(new Traffic.Staged()));
    session.tell(new FleetEvent.Staged(staged, limit.limit()));
    final Optional<Obstacle> obstacle = obstacle(staged, cancellation);
    if (obstacle.isPresent()) {
      return givenUp(obstacle.get());
    }
    session.tell(new FleetEvent.Prepared(told.size()));
    return wanted.traffic() instanceof Traffic.Staged ? new RolloutOutcome.Staged(staged) : announce(cancellation);
  }

  /** The obstacle to the instances' readiness; empty once all are ready. */
  private Optional<Obstacle> obstacle(final Announced staged, final Cancellation cancellation) throws IOException, FleetException, InterruptedException {
    final Announcement announcement = staged.announcement();
    while (true) {
      final Map<String, Readiness> readiness =
          Readiness.of(session.fleet(), announcement.slot(), announcement.id(), staged.offset(), Instant.now());
      tell(readiness);
      for (final Map.Entry<String, Readiness> each : readiness.entrySet()) {
        if (each.getValue() instanceof Readiness.Rejected(final String code, final String detail)) {
          return Optional.of(new Obstacle.Rejected(each.getKey(), code, detail));
        }
      }
      if (readiness.isEmpty()) {
        return Optional.of(new Obstacle.Deserted());
      }
      final Map<String, Readiness> waiting = new TreeMap<>(readiness);
      waiting.values().removeIf(Readiness.Ready.class::isInstance);
      if (waiting.isEmpty()) {
        return Optional.empty();
      }
      if (System.nanoTime() - deadline > 0) {
        return Optional.of(new Obstacle.TimeOver(limit.limit(), waiting));
      }
      if (cancellation.await(TICK) == Cancellation.Outcome.CANCELLED) {
        return Optional.of(new Obstacle.Cancelled());
      }
    }
  }

  /** Tells which instances have come further, or are gone. */
  private void tell(final Map<String, Readiness> readiness) throws IOException {
    for (final Map.Entry<String, Readiness> each : readiness.entrySet()) {
      if (!each.getValue().equals(told.put(each.getKey(), each.getValue()))) {
        session.tell(new FleetEvent.Advanced(each.getKey(), each.getValue()));
      }
    }
    for (final String instance : new TreeSet<>(told.keySet())) {
      if (!readiness.containsKey(instance)) {
        told.remove(instance);
        session.tell(new FleetEvent.Gone(instance));
      }
    }
  }

  private RolloutOutcome announce(final Cancellation cancellation) throws IOException, FleetException, InterruptedException {
    final Announced announced;
    try {
      final Announcement announcement = draft.at(Instant.now());
      // An effective time that was far enough ahead when it was asked for may be too near by now.
      Preflight.check(announcement, session, Instant.now());
      announced = session.announce(announcement);
    } catch (final FleetException failure) {
      if (failure.reason() == FleetException.Reason.REFUSED) {
        return givenUp(new Obstacle.Refused(failure));
      }
      throw failure;
    }
    session.tell(new FleetEvent.Done(announced));
    final Entry entry = decided(announced, cancellation);
    return switch (entry.decision()) {
      case Decision.Unconditional _ -> new RolloutOutcome.Effective(entry);
      case final Decision.Proved proof -> {
        session.tell(new FleetEvent.Proved(entry, proof.instance()));
        yield new RolloutOutcome.Effective(entry);
      }
      case Decision.Vetoed(final String instance, final long _, final Verdict.Veto veto, final Optional<Decision.Proved> _) ->
          givenUp(new Obstacle.Vetoed(instance, veto));
      case Decision.Cancelled(final long offset) -> new RolloutOutcome.Overruled(offset);
      case Decision.Pending _ -> givenUp(new Obstacle.Unproved(entry.offset()));
    };
  }

  /** The announcement's entry once an instance has proved it or objected, or when the wait is over. */
  private Entry decided(final Announced announced, final Cancellation cancellation) throws FleetException, InterruptedException {
    while (true) {
      session.catchUp();
      final Entry entry = session.log().entry(announced.announcement().slot(), announced.offset()).orElseThrow();
      if (!(entry.decision() instanceof Decision.Pending) || System.nanoTime() - deadline > 0
          || cancellation.await(TICK) == Cancellation.Outcome.CANCELLED) {
        return entry;
      }
    }
  }

  /** Withdraws the version, unless that would end traffic that it had before. */
  private RolloutOutcome givenUp(final Obstacle obstacle) throws IOException, FleetException, InterruptedException {
    if (before.isPresent()) {
      return new RolloutOutcome.GivenUp(obstacle, before.get().announcement());
    }
    session.tell(new FleetEvent.Undone(session.announce(with(new Traffic.Withdrawn()))));
    return new RolloutOutcome.Withdrawn(obstacle);
  }

  private Announcement with(final Traffic traffic) {
    return new Announcement(wanted.slot(), wanted.sequence(), wanted.model(), wanted.version(), wanted.family(), wanted.artifact(), wanted.samples(),
        traffic, new EffectiveFrom.AfterLead(), Reach.FORWARD, wanted.note(), wanted.cluster());
  }
}
