package io.labelstream.train.tune;

import io.labelstream.train.Settings;
import java.time.Duration;

/**
 * One model that was trained and, if asked for, compressed.
 *
 * @param number the number of the trial; the first is 1
 * @param settings the settings that it was trained with
 * @param result the result of the trial
 * @param elapsed the duration, from reading the texts to measuring
 */
public record Trial(int number, Settings settings, Result result, Duration elapsed) {
  /** The result of a trial. */
  public sealed interface Result {}

  /**
   * A model was made.
   *
   * @param score the measure, from 0 to 1
   * @param bytes the size of its file
   */
  public record Measured(double score, long bytes) implements Result {}

  /**
   * No model was made.
   *
   * @param reason the reason, in one line
   */
  public record Failed(String reason) implements Result {}
}
