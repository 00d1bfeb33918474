package io.labelstream.bench.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The latencies of records by the time of their event. Not thread-safe. */
final class Arrivals {
  private static final long LONGEST_MILLIS = 3_600_000;
  private static final int SIGNIFICANT_DIGITS = 3;

  private final long start;
  private final Histogram first = new Histogram(LONGEST_MILLIS, SIGNIFICANT_DIGITS);
  private final Histogram later = new Histogram(LONGEST_MILLIS, SIGNIFICANT_DIGITS);
  /** The same by spans of the length of the first. */
  private final List<Histogram> spans = new ArrayList<>();

  /** @param start the time of the first event, in milliseconds */
  Arrivals(final long start) {
    this.start = start;
  }

  /** Adds a record that was due at {@code event} and has arrived at {@code arrival}. */
  void add(final long event, final long arrival) {
    final long latency = Math.clamp(arrival - event, 0, LONGEST_MILLIS);
    (event < start + Latency.FIRST_MILLIS ? first : later).recordValue(latency);
    final int span = (int) ((event - start) / Latency.FIRST_MILLIS);
    while (spans.size() <= span) {
      spans.add(new Histogram(SIGNIFICANT_DIGITS));
    }
    spans.get(span).recordValue(latency);
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

  /** The 99th percentiles of every five seconds from the start on, in milliseconds. */
  List<Long> course() {
    return spans.stream().map(span -> Latency.Window.of(span).p99()).toList();
  }
}
