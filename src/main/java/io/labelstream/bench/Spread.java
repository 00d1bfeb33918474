package io.labelstream.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A figure over some repetitions. */
public record Spread(double least, double median, double most) {
  /** @throws IllegalArgumentException if there is no repetition */
  public static <T> Spread of(final List<T> repetitions, final ToDoubleFunction<T> figure) {
    if (repetitions.isEmpty()) {
      throw new IllegalArgumentException("a spread needs at least one repetition");
    }
    final double[] sorted = repetitions.stream().mapToDouble(figure).sorted().toArray();
    final int middle = sorted.length / 2;
    return new Spread(sorted[0], sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, sorted[sorted.length - 1]);
  }

  /** The distance of the extremes as a part of the median. */
  public double width() {
    return (most - least) / median;
  }
}
