package io.labelstream.rollout;

import io.labelstream.rollout.control.Entry;
import java.util.Optional;

/** The finding of this instance on an entry that is pending, or that can still be objected to. All fields belong to the engine's thread. */
final class Judgement {
  /** The entry as it is now. */
  Entry entry;
  Snapshot.Progress progress = new Snapshot.Progress.Open();
  Snapshot.Said said = Snapshot.Said.NOTHING;
  int failures;
  /** The earliest time to write a verdict again. */
  long writeFrom = Long.MIN_VALUE;

  Judgement(final Entry entry) {
    this.entry = entry;
  }

  void proved() {
    progress = new Snapshot.Progress.Proved();
    failures = 0;
  }

  /** The latest failure, if the latest try has failed. */
  Optional<Snapshot.Progress.Failed> failure() {
    return progress instanceof final Snapshot.Progress.Failed failed ? Optional.of(failed) : Optional.empty();
  }

  Snapshot.Case facts() {
    return new Snapshot.Case(entry, progress, said, writeFrom);
  }
}
