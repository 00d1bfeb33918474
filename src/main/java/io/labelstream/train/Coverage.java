package io.labelstream.train;

/**
 * How much of texts a model sees.
 *
 * @param features all features of the texts, each as often as it occurs
 * @param known those that the model has something for
 */
public record Coverage(long features, long known) {
  /** The share of features that are known; 0 where there are none. */
  public double share() {
    return features == 0 ? 0 : (double) known / features;
  }
}
