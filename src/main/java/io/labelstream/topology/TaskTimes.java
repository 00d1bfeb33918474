package io.labelstream.topology;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The times that one task has measured since they were last added to those of all tasks: so that threads do not share counters for each record. Not
 * thread-safe.
 */
final class TaskTimes {
  private final PipelineStats stats;
  private final Histogram processing = LatencyHistogram.ofOneThread();
  private final Histogram delay = LatencyHistogram.ofOneThread();
  private long millisOfClock;
  private long nanosOfClock;

  TaskTimes(final PipelineStats stats) {
    this.stats = stats;
    readClock();
  }

  /**
   * Takes down a record whose labels have just been encoded.
   *
   * @param start when work on it began, by {@link System#nanoTime()}
   */
  void record(final long start, final long timestamp) {
    final long now = System.nanoTime();
    final long millis = millisOfClock + TimeUnit.NANOSECONDS.toMillis(now - nanosOfClock);
    processing.recordValue(now - start);
    delay.recordValue(Math.max(TimeUnit.MILLISECONDS.toNanos(millis - timestamp), 0));
  }

  /** To be called about once a second: adds the times to those of all tasks. */
  void publish() {
    stats.processing().add(processing);
    stats.delay().add(delay);
    processing.reset();
    delay.reset();
    readClock();
  }

  private void readClock() {
    millisOfClock = System.currentTimeMillis();
    nanosOfClock = System.nanoTime();
  }
}
