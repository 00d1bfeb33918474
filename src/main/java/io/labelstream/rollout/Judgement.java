package io.labelstream.rollout;

import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import java.util.Optional;

/** The finding of this instance on an entry that is pending, or that can still be objected to. All fields belong to the rollout's lock. */
final class Judgement {
  /** The entry as it is now. */
  Entry entry;
  Snapshot.Progress progress = new Snapshot.Progress.Open();
  int failures;
  /** Not before then a verdict is written again. */
  long writeFrom = Long.MIN_VALUE;

  Judgement(final Entry entry) {
    this.entry = entry;
  }

  /** Why the latest try has failed, if it has. */
  Optional<Rejection> rejection() {
    return progress instanceof Snapshot.Progress.Failed(final Rejection rejection, final long _) ? Optional.of(rejection) : Optional.empty();
  }

  Snapshot.Case facts() {
    return new Snapshot.Case(entry, progress, writeFrom);
  }
}
