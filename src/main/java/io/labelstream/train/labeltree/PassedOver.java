package io.labelstream.train.labeltree;

/**
 * The texts and labels that nothing is learned from. Each text is counted once, by the first reason that holds.
 *
 * @param withoutLabel the texts without a label in the data
 * @param withoutFeature the texts without a feature: they have no term, or none of their terms is learned
 * @param rareLabelsOnly the texts of which each label has too few texts
 * @param rareLabels the labels that have too few texts with a feature
 */
public record PassedOver(int withoutLabel, int withoutFeature, int rareLabelsOnly, int rareLabels) {
  /** The number of texts. */
  public int texts() {
    return withoutLabel + withoutFeature + rareLabelsOnly;
  }
}
