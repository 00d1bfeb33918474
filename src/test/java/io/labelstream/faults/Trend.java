package io.labelstream.faults;

import java.util.ArrayList;
import java.util.List;

/** The straight line through a series of values, by least squares. Not thread-safe. */
final class Trend {
  private final List<double[]> points = new ArrayList<>();

  /**
   * A line.
   *
   * @param first the line's value at the first point
   * @param perHour its slope
   * @param error the standard error of the slope, per hour
   */
  record Line(double first, double perHour, double error) {
    /** Whether the slope is at most a bound, as far as two standard errors can tell. */
    Verdict within(final double perHourAtMost) {
      return perHour - 2 * error <= perHourAtMost ? Verdict.WITHIN : Verdict.BEYOND;
    }
  }

  enum Verdict { WITHIN, BEYOND }

  void add(final double seconds, final double value) {
    points.add(new double[] {seconds / 3600, value});
  }

  /** @throws IllegalStateException if there are fewer than three points */
  Line line() {
    final int count = points.size();
    if (count < 3) {
      throw new IllegalStateException("a line through " + count + " points, expected at least 3");
    }
    final double time = points.stream().mapToDouble(point -> point[0]).average().orElseThrow();
    final double value = points.stream().mapToDouble(point -> point[1]).average().orElseThrow();
    final double spread = points.stream().mapToDouble(point -> (point[0] - time) * (point[0] - time)).sum();
    final double slope = points.stream().mapToDouble(point -> (point[0] - time) * (point[1] - value)).sum() / spread;
    final double rest = points.stream().mapToDouble(point -> {
      final double off = point[1] - value - slope * (point[0] - time);
      return off * off;
    }).sum();
    return new Line(value + slope * (points.getFirst()[0] - time), slope, Math.sqrt(rest / (count - 2) / spread));
  }
}
