package io.labelstream.train.tune;

import io.labelstream.train.CostFigure;
import io.labelstream.train.Settings;
import io.labelstream.train.evaluate.Ranking;
import io.labelstream.train.evaluate.Speed;
import java.time.Duration;
import java.util.List;

/**
 * A model of a sweep, with its quality and its cost on texts that it was not trained on.
 *
 * @param number the number of the model; the first is 1
 * @param settings the settings that it was made with
 * @param score the measure, from 0 to 1
 * @param rankings the quality of the best 1, 2, … labels
 * @param speed the speed of one thread
 * @param bytes the size of its file
 * @param costs the work for a text
 */
public record OperatingPoint(
    int number, Settings settings, double score, List<Ranking> rankings, Speed speed, long bytes, List<CostFigure> costs) {
  public OperatingPoint {
    rankings = List.copyOf(rankings);
    costs = List.copyOf(costs);
  }

  /** The time of a text by which points are compared: that which 95 % of the texts take at most. */
  public Duration time() {
    return speed.p95();
  }

  /** The same model with another measurement of its speed. */
  OperatingPoint with(final Speed measured) {
    return new OperatingPoint(number, settings, score, rankings, measured, bytes, costs);
  }

  /**
   * True if another model is better or faster, and neither worse nor slower.
   *
   * @param allowance the times of the other one are multiplied by it
   */
  boolean isDominatedBy(final OperatingPoint other, final double allowance) {
    final int byTime = Double.compare(other.time().toNanos() * allowance, time().toNanos());
    return other.score >= score && byTime <= 0 && (other.score > score || byTime < 0);
  }
}
