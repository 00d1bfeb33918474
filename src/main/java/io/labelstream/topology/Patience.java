package io.labelstream.topology;

import io.labelstream.topology.internal.ModelSlot;
import java.time.Duration;

/**
 * How long the records of one stream thread may still wait before the next commit, over all its tasks and slots.
 *
 * <p>All tasks of a thread write in one transaction. If it is open for too long, the broker ends it and the work is done again. The sum of the times that
 * its records wait is therefore limited, and not the time of each. Thread-safe: each thread has its own patience.
 */
final class Patience {
  private final Duration most;
  private final ThreadLocal<Waited> waited = ThreadLocal.withInitial(Waited::new);

  /** The time that the records of a thread have waited since the last commit. */
  private static final class Waited {
    private long nanos;
  }

  /** The state before a renewal. */
  enum Before {
    UNTOUCHED,
    USED
  }

  Patience(final Duration most) {
    this.most = most;
  }

  /** The patience of the most patient slot. */
  static Patience of(final Classification classification) {
    return new Patience(classification.slots().stream().map(slot -> ModelSlot.of(slot).rules().patience()).max(Duration::compareTo).orElseThrow());
  }

  /** The time that is left to the current thread. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, most.toNanos() - waited.get().nanos));
  }

  /** Takes down that a record of the current thread has waited. */
  void use(final long nanos) {
    waited.get().nanos += nanos;
  }

  /** Begins anew for the current thread, whose transaction has to be committed now if patience was used in it. */
  Before renew() {
    final Waited now = waited.get();
    final Before before = now.nanos == 0 ? Before.UNTOUCHED : Before.USED;
    now.nanos = 0;
    return before;
  }

  /** The whole time, as it is after a commit. */
  Duration most() {
    return most;
  }
}
