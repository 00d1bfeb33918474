package io.labelstream.rollout.control;

import java.time.Duration;

/**
 * The least time from an entry of the control log to the first event time that it may touch, and how that time is spent. The same on all instances.
 *
 * <pre>
 *   proof P                    P + lead/2          P + 3/4 lead         P + lead = E
 *     |----- others prepare, and object -----|----- lease -----|- clocks may differ -|---> event times from E on
 * </pre>
 *
 * <p>An objection counts if it was appended up to half the lead before the effective time. An instance that has seen the end of the log when its clock
 * showed C labels event times before C plus a quarter of the lead, and no others. All that was appended after C, by a broker whose clock differs by less
 * than a quarter of the lead, touches later event times only.
 */
public final class Lead {
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(50);
  private static final Duration MOST_INTERVAL = Duration.ofSeconds(5);
  private static final int INTERVALS = 8;
  private static final int LEASES = 4;

  private final long millis;
  private final long delayMillis;
  private final long settlingMillis;
  private final long leaseMillis;

  private Lead(final long millis, final long delayMillis, final long settlingMillis, final long leaseMillis) {
    this.millis = millis;
    this.delayMillis = delayMillis;
    this.settlingMillis = settlingMillis;
    this.leaseMillis = leaseMillis;
  }

  /**
   * A lead of this length.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static Lead of(final Duration length) {
    if (length.isNegative()) {
      throw new IllegalArgumentException("lead is " + length + ", expected at least nothing");
    }
    final long millis = length.toMillis();
    return new Lead(millis, millis, millis / 2, millis / LEASES);
  }

  /**
   * A lead that is spent in a way that breaks the promises: for tests that check whether that is noticed.
   *
   * @param delay from a proof to the effective time
   * @param settling from the last objection that counts to the effective time
   * @param lease how far past its clock an instance labels
   */
  public static Lead spent(final Duration length, final Duration delay, final Duration settling, final Duration lease) {
    return new Lead(length.toMillis(), delay.toMillis(), settling.toMillis(), lease.toMillis());
  }

  /** The whole length. */
  public Duration length() {
    return Duration.ofMillis(millis);
  }

  /**
   * The first event time, in epoch milliseconds, that an entry may touch that was appended at this time of the broker; {@link Long#MAX_VALUE} where it would be
   * later.
   */
  public long earliest(final long appendTime) {
    return later(appendTime, millis);
  }

  /** The event time, in epoch milliseconds, from which an entry counts that was proved at {@code proof} and asked for from {@code asked} on. */
  public long effective(final long proof, final long asked) {
    return Math.max(asked, later(proof, delayMillis));
  }

  /** The last append time of an objection that counts, for an entry that was proved at {@code proof} and counts from {@code effective} on. */
  long lastObjection(final long proof, final long effective) {
    return effective(proof, effective) - settlingMillis;
  }

  /** The end, exclusive, of the event times that an instance confirms that has seen the end of the log when its clock showed {@code clock}. */
  public long confirmedUntil(final long clock) {
    return later(clock, leaseMillis);
  }

  /** The confirmation from which on an entry for past event times, proved at {@code proof}, is settled: no objection to it can come any more. */
  long settled(final long proof) {
    return later(proof, millis);
  }

  /** How far the clocks of brokers and instances may differ. */
  public Duration skew() {
    return Duration.ofMillis(millis / LEASES);
  }

  /** The greatest age of the latest confirmation with which records of the present are still labelled. */
  public Duration lease() {
    return Duration.ofMillis(leaseMillis);
  }

  /** The time between two confirmations. */
  public Duration interval() {
    final Duration part = Duration.ofMillis(millis / INTERVALS);
    return part.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : part.compareTo(MOST_INTERVAL) > 0 ? MOST_INTERVAL : part;
  }

  /** How long before its last moment an objection is written, so that it is appended in time. */
  public Duration margin() {
    return Duration.ofMillis(millis / INTERVALS);
  }

  @Override
  public boolean equals(final Object other) {
    return other instanceof final Lead lead && millis == lead.millis && delayMillis == lead.delayMillis && settlingMillis == lead.settlingMillis
        && leaseMillis == lead.leaseMillis;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(millis);
  }

  @Override
  public String toString() {
    return millis + " ms";
  }

  private static long later(final long time, final long millis) {
    return time > Long.MAX_VALUE - millis ? Long.MAX_VALUE : time + millis;
  }
}
