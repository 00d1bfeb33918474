package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.StatusSink.ModelReport;
import io.labelstream.rollout.StatusSink.StepTime;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One version of one slot on this instance. All fields belong to the engine's thread; times are the rollout's clock in epoch milliseconds. */
final class Version {
  final String slot;
  final VersionId id;
  /** The file of a base version. */
  final Optional<Path> file;
  /** The entry that brought the version to its state. */
  Entry entry;
  /** Its entries, by control offset. */
  final Map<Long, Entry> entries = new HashMap<>();
  /** The entry to open it for where none counts now: the latest that was proved, or else the latest that counts, or else the latest that is not void. */
  Entry foremost;
  Snapshot.Trial trial = Snapshot.Trial.UNTRIED;
  /** The latest failure, until the version is open. */
  Optional<Snapshot.Progress.Failed> failure = Optional.empty();
  /** How many tries have failed in a row since the latest announcement. */
  int failures;
  ModelState state = ModelState.RECEIVED;
  List<StepTime> steps = List.of();
  /** The preparation under way. */
  @Nullable Attempt attempt;
  /** The open model while tasks can have it. */
  @Nullable Resident resident;
  /** The holds of tasks on it. */
  @Nullable Holds holds;
  /** How many tasks are waiting for it. */
  int waiting;
  Snapshot.Necessity necessity = Snapshot.Necessity.NONE;
  /** When it was last held or needed. */
  long idleSince;
  /** Until when a replay wants it. */
  long wantedUntil = Long.MIN_VALUE;

  Version(final String slot, final Entry entry, final Optional<Path> file) {
    this.slot = slot;
    this.id = entry.id();
    this.entry = entry;
    this.foremost = entry;
    this.entries.put(entry.offset(), entry);
    this.file = file;
  }

  /** A later entry may name a location that has the model, so the next try does not wait. */
  void announcedAgain() {
    failures = 0;
    failure = failure.map(last -> new Snapshot.Progress.Failed(last.rejection(), last.since(), Long.MIN_VALUE));
  }

  /** Notes the need for it; without any, it is idle from now on. */
  void need(final Snapshot.Necessity now, final long time) {
    if (isNeeded() && now == Snapshot.Necessity.NONE) {
      idleSince = time;
    }
    necessity = now;
  }

  boolean isNeeded() {
    return necessity != Snapshot.Necessity.NONE;
  }

  /** True if nothing needs or holds it, so that its memory could be freed. */
  boolean isIdle() {
    return !isNeeded() && !isClaimed();
  }

  int holdCount() {
    return holds == null ? 0 : holds.count();
  }

  private boolean isClaimed() {
    return holdCount() > 0 || waiting > 0;
  }

  /** The reason why it cannot be served; empty where it can, or was not tried yet. */
  Optional<Rejection> rejection() {
    return failure.map(Snapshot.Progress.Failed::rejection);
  }

  ModelReport report() {
    return new ModelReport(slot, entry, state, rejection(), resident == null ? 0 : resident.bytes(), steps);
  }

  Snapshot.VersionFacts facts() {
    return new Snapshot.VersionFacts(id, foremost, necessity, resident == null ? Snapshot.Residence.ABSENT : Snapshot.Residence.RESIDENT, trial,
        Optional.ofNullable(attempt).map(Attempt::facts), isClaimed() ? Snapshot.Use.CLAIMED : Snapshot.Use.UNCLAIMED, idleSince, wantedUntil, failure);
  }
}
