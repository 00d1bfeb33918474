package io.labelstream.bench.pipeline;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The time from the moment at which a record was due at the producer until its output was consumed, under a steady load.
 *
 * @param recordsPerSecond the load
 * @param first records of the first five seconds of an application that has just begun to run
 * @param later all later records
 * @param course the 99th percentile of every five seconds from the start on, in milliseconds
 * @param producerLagMillis how late the producer was at worst among the later ones; their latencies include it
 */
public record Latency(double recordsPerSecond, Window first, Window later, List<Long> course, double producerLagMillis) {
  /** How long a start counts as one. */
  static final long FIRST_MILLIS = 5_000;

  public Latency {
    course = List.copyOf(course);
  }

  /** Percentiles in milliseconds, of which a millisecond is the finest. */
  public record Window(long records, long p50, long p99, long p999, long most) {
    private static final double MEDIAN = 50;
    private static final double RARE = 99;
    private static final double RARER = 99.9;

    static Window of(final Histogram millis) {
      return new Window(
          millis.getTotalCount(), millis.getValueAtPercentile(MEDIAN), millis.getValueAtPercentile(RARE), millis.getValueAtPercentile(RARER),
          millis.getMaxValue());
    }
  }
}
