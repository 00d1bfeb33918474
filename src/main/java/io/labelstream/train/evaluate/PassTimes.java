package io.labelstream.train.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Times passes over queries. */
final class PassTimes {
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(1);
  /** A pass of so many is not repeated. */
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int FEWEST = 3;
  private static final int MOST = 51;
  private static final double NANOS_A_MICRO = 1e3;

  private PassTimes() {}

  /** The median time of a pass in microseconds, after a warm-up; the time of the only one if that is long. */
  static double median(final Runnable pass) {
    final long start = System.nanoTime();
    pass.run();
    final long first = System.nanoTime() - start;
    if (first >= LONG_NANOS) {
      return first / NANOS_A_MICRO;
    }
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      pass.run();
    }
    final List<Long> times = new ArrayList<>();
    final long from = System.nanoTime();
    while (times.size() < FEWEST || times.size() < MOST && System.nanoTime() - from < MEASURED_NANOS) {
      final long before = System.nanoTime();
      pass.run();
      times.add(System.nanoTime() - before);
    }
    return times.stream().sorted().toList().get(times.size() / 2) / NANOS_A_MICRO;
  }
}
