package io.labelstream.train.tune;

import io.labelstream.train.ModelForm;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Settings of a search.
 *
 * @param family the family whose settings are searched
 * @param time the time that the search may take
 * @param measure the measure by which models are compared
 * @param start the settings of the first trial; those that are not searched keep their values. Their seed also decides which settings are tried
 * @param compression the compression of each model before it is measured; empty: none
 */
public record TuningSettings(TrainableFamily family, Duration time, Measure measure, Settings start, Optional<SmallForm> compression) {
  public TuningSettings {
    Objects.requireNonNull(family);
    Objects.requireNonNull(measure);
    Objects.requireNonNull(start);
    Objects.requireNonNull(compression);
    requirePositive(time);
  }

  static void requirePositive(final Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("the time is " + time.toMillis() + " ms, expected a positive one such as 5m");
    }
  }

  /**
   * The compression of each model.
   *
   * @param form the form of its file
   * @param settings of the family's compression
   */
  public record SmallForm(ModelForm form, Settings settings) {}

  /** The given values of settings that are not searched, and for the others the values that the search of a family starts from. */
  public static Settings start(final TrainableFamily family, final Settings fixed) {
    return new SearchSpace(family.settings()).start(fixed);
  }
}
