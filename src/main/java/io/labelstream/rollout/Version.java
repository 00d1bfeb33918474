package io.labelstream.rollout;

import io.labelstream.rollout.StatusSink.ModelReport;
import io.labelstream.rollout.StatusSink.StepTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One version of one slot on this instance. All fields belong to the rollout's lock; times are the rollout's clock in epoch milliseconds. */
final class Version {
  /** What preparing the version has come to. */
  enum Verdict {
    OPEN,
    GOOD,
    REJECTED
  }

  final String slot;
  final VersionId id;
  /** The file of a base version. */
  final Optional<Path> file;
  /** The entry that brought the version to its state. */
  Entry entry;
  /** The latest entry whose location counts. */
  Entry source;
  Verdict verdict = Verdict.OPEN;
  Optional<Rejection> rejection = Optional.empty();
  ModelState state = ModelState.RECEIVED;
  List<StepTime> steps = List.of();
  /** The preparation under way. */
  @Nullable Attempt attempt;
  /** The open model while this version uses it. */
  @Nullable Resident resident;
  int holds;
  /** How many tasks are waiting for it. */
  int waiting;
  /** Whether it can be needed for records from now on. */
  boolean needed;
  /** When it was last held or needed. */
  long idleSince;
  /** Until when a replay wants it. */
  long wantedUntil = Long.MIN_VALUE;

  Version(final String slot, final Entry entry, final Optional<Path> file) {
    this.slot = slot;
    this.id = entry.id();
    this.entry = entry;
    this.source = entry;
    this.file = file;
  }

  boolean isWanted(final long now) {
    return needed || now < wantedUntil;
  }

  /** Whether its memory could be freed at once. */
  boolean isIdle() {
    return !needed && holds == 0 && waiting == 0;
  }

  ModelReport report() {
    return new ModelReport(slot, entry, state, rejection, resident == null ? 0 : resident.bytes(), steps);
  }
}
