package io.labelstream.train.tune;

import io.labelstream.train.Settings;
import java.time.Duration;

/**
 * One model that was trained, and compressed where this was asked for.
 *
 * @param number the first is 1
 * @param settings what it was trained with
 * @param result what came of it
 * @param elapsed how long it took, from reading the texts to the measure
 */
public record Trial(int number, Settings settings, Result result, Duration elapsed) {
  /** What came of a trial. */
  public sealed interface Result {}

  /**
   * A model.
   *
   * @param score the measure, from 0 to 1
   * @param bytes the size of its file
   */
  public record Measured(double score, long bytes) implements Result {}

  /**
   * No model.
   *
   * @param reason why, in one line
   */
  public record Failed(String reason) implements Result {}
}
