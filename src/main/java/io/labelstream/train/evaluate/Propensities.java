package io.labelstream.train.evaluate;

import io.labelstream.model.LabelFrequencies;

/**
 * The chance of each label to be in the data for a text that it belongs to: a label that is seldom given is often forgotten. With the standard parameters of Jain
 * et al., <i>Extreme Multi-label Loss Functions for Recommendation, Tagging, Ranking &amp; Other Missing Label Applications</i>, KDD 2016.
 */
final class Propensities {
  private static final double A = 0.55;
  private static final double B = 1.5;

  private final LabelFrequencies training;
  private final double scale;

  Propensities(final LabelFrequencies training) {
    this.training = training;
    // For fewer than three texts the formula is negative, and a propensity would be above 1.
    this.scale = Math.max(Math.log(training.texts()) - 1, 0) * Math.pow(B + 1, A);
  }

  /** The inverse of a label's propensity: 1 or more. */
  double inverse(final String label) {
    return 1 + scale * Math.pow(training.of(label) + B, -A);
  }
}
