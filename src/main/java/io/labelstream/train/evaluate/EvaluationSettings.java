package io.labelstream.train.evaluate;

/**
 * Settings of an evaluation.
 *
 * @param top the most labels that a text gets, at least 1: precision and recall are reported for 1 to {@code top} labels, scores by label and averages for
 *     {@code top}
 * @param threshold the least probability of a label that a text gets, from 0 to 1
 */
public record EvaluationSettings(int top, float threshold) {
  public EvaluationSettings {
    if (top < 1) {
      throw new IllegalArgumentException("top=" + top + " must be at least 1");
    }
    if (!(threshold >= 0f && threshold <= 1f)) {
      throw new IllegalArgumentException("threshold=" + threshold + " must be from 0 to 1");
    }
  }

  /** The best label alone, whatever its probability. */
  public static EvaluationSettings best() {
    return new EvaluationSettings(1, 0f);
  }
}
