package io.labelstream.train.tune;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The aim of a sweep: the rule by which it chooses among its points. */
public sealed interface Goal {
  /** The point to choose; empty if none fits. */
  Optional<OperatingPoint> choice(Collection<OperatingPoint> points);

  /**
   * The best score of a model that is fast enough; of equal ones the fastest.
   *
   * @param most the most that the {@linkplain OperatingPoint#time() time of a text} may be
   */
  record LatencyBudget(Duration most) implements Goal {
    public LatencyBudget {
      if (most.isNegative() || most.isZero()) {
        throw new IllegalArgumentException("the latency budget is " + most.toNanos() + " ns, expected a positive one such as 50us");
      }
    }

    @Override
    public Optional<OperatingPoint> choice(final Collection<OperatingPoint> points) {
      return points.stream().filter(point -> point.time().compareTo(most) <= 0)
          .min(Comparator.comparingDouble(OperatingPoint::score).reversed().thenComparing(OperatingPoint::time));
    }
  }

  /**
   * The fastest model that is good enough; of equal ones the best.
   *
   * @param least the least P@1
   */
  record PrecisionFloor(double least) implements Goal {
    public PrecisionFloor {
      if (!(least >= 0 && least <= 1)) {
        throw new IllegalArgumentException("the precision floor is " + least + ", expected 0 to 1");
      }
    }

    @Override
    public Optional<OperatingPoint> choice(final Collection<OperatingPoint> points) {
      return points.stream().filter(point -> point.rankings().getFirst().precision() >= least)
          .min(Comparator.comparing(OperatingPoint::time).thenComparing(Comparator.comparingDouble(OperatingPoint::score).reversed()));
    }
  }
}
