package io.labelstream.train.tune;

import io.labelstream.train.ModelForm;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What to search for, and how long.
 *
 * @param family the family whose settings are searched
 * @param time how long the search may take
 * @param measure what makes a model better
 * @param start the settings of the first trial; those that are not searched stay as they are. Its seed chooses what is tried, too
 * @param compression how each model is compressed before it is measured; empty: not at all
 */
public record TuningSettings(TrainableFamily family, Duration time, Measure measure, Settings start, Optional<SmallForm> compression) {
  public TuningSettings {
    Objects.requireNonNull(family);
    Objects.requireNonNull(measure);
    Objects.requireNonNull(start);
    Objects.requireNonNull(compression);
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("the time is " + time.toMillis() + " ms, expected a positive one such as 5m");
    }
  }

  /**
   * How each model is compressed.
   *
   * @param form the form of its file
   * @param settings of the family's compression
   */
  public record SmallForm(ModelForm form, Settings settings) {}

  /** The given values of settings that are not searched, and for the others those where the search of a family begins. */
  public static Settings start(final TrainableFamily family, final Settings fixed) {
    return new SearchSpace(family.settings()).start(fixed);
  }
}
