package io.labelstream.train.evaluate;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Times passes over queries by the processor's time of the thread, which others on the machine hardly disturb. */
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
    final long start = nanos();
    pass.run();
    final long first = nanos() - start;
    if (first >= LONG_NANOS) {
      return first / NANOS_A_MICRO;
    }
    while (nanos() - start < WARM_UP_NANOS) {
      pass.run();
    }
    final List<Long> times = new ArrayList<>();
    final long from = nanos();
    while (times.size() < FEWEST || times.size() < MOST && nanos() - from < MEASURED_NANOS) {
      final long before = nanos();
      pass.run();
      times.add(nanos() - before);
    }
    return times.stream().sorted().toList().get(times.size() / 2) / NANOS_A_MICRO;
  }

  private static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
