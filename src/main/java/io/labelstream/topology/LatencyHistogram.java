package io.labelstream.topology;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Durations by size, exact to one part in sixteen. Recording takes no lock and allocates nothing; thread-safe.
 *
 * <p>Values from 16 on share a bucket with those that have the same highest bit and the same four bits after it.
 */
public final class LatencyHistogram {
  private static final int SUB_BITS = 4;
  private static final int SUB_BUCKETS = 1 << SUB_BITS;
  private static final int BUCKETS = (Long.SIZE - SUB_BITS) * SUB_BUCKETS;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

  /** Adds a duration; a negative one, from clocks that disagree, counts as zero. */
  public void record(final long nanos) {
    counts.getAndIncrement(bucket(Math.max(nanos, 0)));
  }

  /** How many durations there are. */
  public long count() {
    long count = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      count += counts.get(bucket);
    }
    return count;
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
    final long rank = Math.max(1, (long) Math.ceil(count() * percent / 100));
    long seen = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      seen += counts.get(bucket);
      if (seen >= rank) {
        return Duration.ofNanos(highest(bucket));
      }
    }
    return Duration.ZERO;
  }

  /** Shows each bucket that has durations, the shortest first. What is recorded meanwhile may or may not be seen. */
  public void forEachBucket(final BucketVisitor visitor) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      final long count = counts.get(bucket);
      if (count > 0) {
        visitor.visit(highest(bucket), count);
      }
    }
  }

  /** Is shown a bucket. */
  @FunctionalInterface
  public interface BucketVisitor {
    /**
     * A bucket that has durations.
     *
     * @param longest the longest duration that belongs to it, in nanoseconds
     * @param count how many it has
     */
    void visit(long longest, long count);
  }

  private static int bucket(final long value) {
    if (value < SUB_BUCKETS) {
      return (int) value;
    }
    final int shift = Long.SIZE - 1 - SUB_BITS - Long.numberOfLeadingZeros(value);
    return (shift + 1) * SUB_BUCKETS + (int) (value >>> shift) - SUB_BUCKETS;
  }

  private static long highest(final int bucket) {
    if (bucket < SUB_BUCKETS) {
      return bucket;
    }
    final int shift = bucket / SUB_BUCKETS - 1;
    return ((long) (bucket % SUB_BUCKETS + SUB_BUCKETS + 1) << shift) - 1;
  }
}
