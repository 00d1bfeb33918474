package io.labelstream.topology;

import java.time.Duration;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Durations by size, exact to one part in sixteen. Recording takes no lock and allocates nothing; thread-safe. */
public final class LatencyHistogram {
  private static final int SIGNIFICANT_DIGITS = 1;

  private final AtomicHistogram nanoseconds = new AtomicHistogram(Long.MAX_VALUE, SIGNIFICANT_DIGITS);

  /** Adds a duration; a negative one, from clocks that disagree, counts as zero. */
  public void record(final long nanos) {
    nanoseconds.recordValue(Math.max(nanos, 0));
  }

  /** Adds all durations of another histogram. */
  public void add(final LatencyHistogram other) {
    add(other.nanoseconds.copy());
  }

  /** Counters of the same sizes, for the durations of one thread. */
  static Histogram ofOneThread() {
    return new Histogram(Long.MAX_VALUE, SIGNIFICANT_DIGITS);
  }

  /** Adds all durations of a histogram that does not change meanwhile. */
  void add(final AbstractHistogram others) {
    // Adding a histogram as a whole would not count atomically.
    for (final HistogramIterationValue bucket : others.recordedValues()) {
      nanoseconds.recordValueWithCount(bucket.getValueIteratedTo(), bucket.getCountAddedInThisIterationStep());
    }
  }

  /** The number of durations. */
  public long count() {
    return nanoseconds.getTotalCount();
  }

  /**
   * The duration that {@code percent} of all do not exceed, rounded up by at most one sixteenth; zero where there is none.
   *
   * @param percent from 0 to 100
   */
  public Duration percentile(final double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent=" + percent + " must be from 0 to 100");
    }
    return Duration.ofNanos(nanoseconds.getValueAtPercentile(percent));
  }

  /** Shows each bucket that has durations, the shortest first. Durations that are recorded meanwhile may be shown or not. */
  public void forEachBucket(final BucketVisitor visitor) {
    // The iterator refuses a histogram that changes.
    for (final HistogramIterationValue bucket : nanoseconds.copy().recordedValues()) {
      visitor.visit(bucket.getValueIteratedTo(), bucket.getCountAddedInThisIterationStep());
    }
  }

  /** Is shown a bucket. */
  @FunctionalInterface
  public interface BucketVisitor {
    /**
     * A bucket that has durations.
     *
     * @param longest the longest duration that belongs to it, in nanoseconds
     * @param count the number of its durations
     */
    void visit(long longest, long count);
  }
}
