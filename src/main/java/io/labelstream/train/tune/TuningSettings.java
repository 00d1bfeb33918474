package io.labelstream.train.tune;

import io.labelstream.train.fasttext.TrainingSettings;
import io.labelstream.train.fasttext.compress.CompressionSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What to search for, and how long.
 *
 * @param time how long the search may take
 * @param measure what makes a model better
 * @param start the settings of the first trial; loss, threads, negatives, counts, order and pretrained vectors stay as they are
 * @param compression how each model is compressed before it is measured; empty: not at all
 * @param seed chooses what is tried
 */
public record TuningSettings(Duration time, Measure measure, TrainingSettings start, Optional<CompressionSettings> compression, long seed) {
  public TuningSettings {
    Objects.requireNonNull(measure);
    Objects.requireNonNull(start);
    Objects.requireNonNull(compression);
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("the time is " + time.toMillis() + " ms, expected a positive one such as 5m");
    }
  }
}
