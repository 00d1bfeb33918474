package io.labelstream.bench.pipeline;

import java.util.List;

/**
 * A straight line through measured points: {@code y = start + slope * x}.
 *
 * @param error the largest distance of a point from it, as a part of the point's y
 */
public record Line(double start, double slope, double error) {
  /** A measured point. */
  record Point(double x, double y) {}

  /**
   * The line with the least sum of squared relative errors, so that points with a large y, which have large errors too, do not decide alone.
   *
   * @param points with at least two different x, and each y above 0
   */
  static Line through(final List<Point> points) {
    double weights = 0;
    double x = 0;
    double y = 0;
    for (final Point point : points) {
      final double weight = weight(point);
      weights += weight;
      x += weight * point.x;
      y += weight * point.y;
    }
    double square = 0;
    double product = 0;
    for (final Point point : points) {
      square += weight(point) * (point.x - x / weights) * (point.x - x / weights);
      product += weight(point) * (point.x - x / weights) * (point.y - y / weights);
    }
    if (!(square > 0 && Double.isFinite(square))) {
      throw new IllegalArgumentException("points=" + points + " must have two different x, and each y above 0");
    }
    final double slope = product / square;
    final double start = (y - slope * x) / weights;
    return new Line(start, slope, points.stream().mapToDouble(point -> Math.abs(start + slope * point.x - point.y) / point.y).max().orElseThrow());
  }

  private static double weight(final Point point) {
    return 1 / (point.y * point.y);
  }
}
