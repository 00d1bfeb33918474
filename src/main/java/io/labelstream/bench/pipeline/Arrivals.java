package io.labelstream.bench.pipeline;

import org.HdrHistogram.Histogram;

/** The latencies of records by the time of their event. Not thread-safe. */
final class Arrivals {
  private static final long LONGEST_MILLIS = 3_600_000;
  private static final int SIGNIFICANT_DIGITS = 3;

  private final long start;
  private final Histogram first = new Histogram(LONGEST_MILLIS, SIGNIFICANT_DIGITS);
  private final Histogram later = new Histogram(LONGEST_MILLIS, SIGNIFICANT_DIGITS);

  /** @param start the time of the first event, in milliseconds */
  Arrivals(final long start) {
    this.start = start;
  }

  /** Adds a record that was due at {@code event} and has arrived at {@code arrival}. */
  void add(final long event, final long arrival) {
    (event < start + Latency.FIRST_MILLIS ? first : later).recordValue(Math.clamp(arrival - event, 0, LONGEST_MILLIS));
  }

  long count() {
    return first.getTotalCount() + later.getTotalCount();
  }

  Latency.Window first() {
    return Latency.Window.of(first);
  }

  Latency.Window later() {
    return Latency.Window.of(later);
  }
}
