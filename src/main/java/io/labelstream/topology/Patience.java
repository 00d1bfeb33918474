package io.labelstream.topology;

import java.time.Duration;

/** How long one record may still wait, over all slots. For one task: not thread-safe. */
final class Patience {
  private final Duration most;
  private Progress progress = Progress.FRESH;
  private long deadline;

  /** Whether the record has begun to wait. */
  private enum Progress {
    FRESH,
    RUNNING
  }

  Patience(final Duration most) {
    this.most = most;
  }

  /** Begins with the next record. */
  void renew() {
    progress = Progress.FRESH;
  }

  /** What is left; the clock runs from the first question on. */
  Duration remaining() {
    final long now = System.nanoTime();
    if (progress == Progress.FRESH) {
      deadline = now + most.toNanos();
      progress = Progress.RUNNING;
    }
    return Duration.ofNanos(Math.max(0, deadline - now));
  }

  /** What there was. */
  Duration most() {
    return most;
  }
}
