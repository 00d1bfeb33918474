package io.labelstream.train.evaluate;

import io.labelstream.model.LabelFrequencies;
import java.util.Objects;
import java.util.Optional;

/**
 * Settings of an evaluation.
 *
 * @param top the most labels that a text gets, at least 1: precision and recall are reported for 1 to {@code top} labels, scores by label and averages for
 *     {@code top}
 * @param threshold the least probability of a label that a text gets, from 0 to 1
 * @param training the frequencies of labels in the texts that the model was trained on; empty if they are not known: what depends on them is not measured then
 */
public record EvaluationSettings(int top, float threshold, Optional<LabelFrequencies> training) {
  public EvaluationSettings {
    Objects.requireNonNull(training);
    if (top < 1) {
      throw new IllegalArgumentException("top=" + top + " must be at least 1");
    }
    if (!(threshold >= 0f && threshold <= 1f)) {
      throw new IllegalArgumentException("threshold=" + threshold + " must be from 0 to 1");
    }
  }

  /** The same settings with the frequencies of labels in training. */
  public EvaluationSettings with(final Optional<LabelFrequencies> frequencies) {
    return new EvaluationSettings(top, threshold, frequencies);
  }

  /** The best label alone, whatever its probability. */
  public static EvaluationSettings best() {
    return new EvaluationSettings(1, 0f, Optional.empty());
  }
}
