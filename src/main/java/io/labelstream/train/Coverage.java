package io.labelstream.train;

/**
 * The share of the features of texts that a model knows.
 *
 * @param features all features of the texts, each as often as it occurs
 * @param known the features that the model knows
 */
public record Coverage(long features, long known) {
  /** The share of features that are known; 0 if there are none. */
  public double share() {
    return features == 0 ? 0 : (double) known / features;
  }
}
