package io.labelstream.model.ensemble;

import java.util.List;

/**
 * The rule by which the scores of members become those of an ensemble.
 *
 * @param weights of the members in the mean: none negative, with a sum of 1
 * @param curves of the members
 * @param mean the curve from the weighted mean to the score
 * @param candidates the number of labels that each member names at most, at least 1
 */
public record Combination(List<Float> weights, List<ScoreCurve> curves, ScoreCurve mean, int candidates) {
  private static final double ROUNDING = 1e-3;

  /** @throws IllegalArgumentException if the numbers of weights and curves differ, a weight is negative, their sum is not 1, or there are no candidates */
  public Combination {
    weights = List.copyOf(weights);
    curves = List.copyOf(curves);
    if (weights.size() != curves.size()) {
      throw new IllegalArgumentException("there are " + weights.size() + " weights, expected one for each of " + curves.size() + " members");
    }
    double sum = 0;
    for (final float weight : weights) {
      if (!(weight >= 0)) {
        throw new IllegalArgumentException("a member has the weight " + weight + ", expected 0 to 1");
      }
      sum += weight;
    }
    if (Math.abs(sum - 1) > ROUNDING) {
      throw new IllegalArgumentException("the weights of the members have a sum of " + sum + ", expected 1");
    }
    if (candidates < 1) {
      throw new IllegalArgumentException("the candidates are " + candidates + ", expected at least 1");
    }
  }
}
