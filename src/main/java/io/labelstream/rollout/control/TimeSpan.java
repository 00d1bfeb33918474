package io.labelstream.rollout.control;

import java.util.Objects;
import java.util.Optional;

/**
 * A span of event times in which the same versions count.
 *
 * @param from the first event time, inclusive; {@link Long#MIN_VALUE}: none before
 * @param last the last event time, inclusive; {@link Long#MAX_VALUE}: none after
 * @param live the version that labels; empty where these records are older than every version
 * @param canary the entry, with {@link Traffic.Canary}, that labels the records of some keys instead
 * @param shadow the entry whose disagreements are recorded
 */
public record TimeSpan(long from, long last, Optional<Entry> live, Optional<Entry> canary, Optional<Entry> shadow) {
  public TimeSpan {
    Objects.requireNonNull(live);
    Objects.requireNonNull(canary);
    Objects.requireNonNull(shadow);
    if (from > last) {
      throw new IllegalArgumentException("from=" + from + " must not be after last=" + last);
    }
  }

  /** All event times, in which nothing counts. */
  static TimeSpan ofNothing() {
    return new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** True if the same versions count in {@code other}. */
  boolean sameVersionsAs(final TimeSpan other) {
    return live.equals(other.live) && canary.equals(other.canary) && shadow.equals(other.shadow);
  }
}
