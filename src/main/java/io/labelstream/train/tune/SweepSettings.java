package io.labelstream.train.tune;

import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Settings of a sweep.
 *
 * @param family the family whose settings are swept
 * @param time the time after which no further model is made
 * @param goal the rule by which a model is chosen
 * @param measure the measure by which models are compared
 * @param top the most labels that a text gets while it is timed
 * @param grid the values of the settings that are swept
 * @param fixed the values of all others
 */
public record SweepSettings(TrainableFamily family, Duration time, Goal goal, Measure measure, int top, SweepGrid grid, Settings fixed) {
  public SweepSettings {
    Objects.requireNonNull(family);
    Objects.requireNonNull(goal);
    Objects.requireNonNull(measure);
    Objects.requireNonNull(grid);
    Objects.requireNonNull(fixed);
    TuningSettings.requirePositive(time);
    if (goal instanceof Goal.PrecisionFloor && measure != Measure.PRECISION) {
      throw new IllegalArgumentException("the measure is " + measure.name().toLowerCase(Locale.ROOT) + ", expected precision with a precision floor");
    }
    grid.combinations(fixed).forEach(family::requireFit);
    if (top < 1) {
      throw new IllegalArgumentException("top=" + top + " must be at least 1");
    }
  }
}
