package io.labelstream.cli;

import io.labelstream.topology.LatencyHistogram;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What the demo has seen so far. Not thread-safe. */
final class DemoTally {
  private static final long RATE_WINDOW_NANOS = Duration.ofSeconds(3).toNanos();

  private record Mark(long nanos, long labelled) {}

  private final LatencyHistogram latency = new LatencyHistogram();
  private final Deque<Mark> marks = new ArrayDeque<>();
  private long labelled;
  private long agreeing;
  private String model = "";

  void add(final DemoRow row) {
    labelled++;
    if (row.agrees()) {
      agreeing++;
    }
    latency.record(row.latency().toNanos());
    model = row.model() + " " + row.version();
  }

  long labelled() {
    return labelled;
  }

  long agreeing() {
    return agreeing;
  }

  /** The share of labels that are the language of the source, in percent; 0 where there is no label yet. */
  double agreementPercent() {
    return labelled == 0 ? 0 : 100.0 * agreeing / labelled;
  }

  LatencyHistogram latency() {
    return latency;
  }

  /** The model and version that the last label came from; empty before the first. */
  String model() {
    return model;
  }

  /** Labels per second over the last few seconds, as seen at {@code nanos} of {@link System#nanoTime()}. */
  double rate(final long nanos) {
    while (marks.size() > 1 && nanos - marks.peekFirst().nanos() > RATE_WINDOW_NANOS) {
      marks.removeFirst();
    }
    marks.addLast(new Mark(nanos, labelled));
    final Mark first = marks.peekFirst();
    final long elapsed = nanos - first.nanos();
    return elapsed <= 0 ? 0 : (labelled - first.labelled()) * 1e9 / elapsed;
  }
}
