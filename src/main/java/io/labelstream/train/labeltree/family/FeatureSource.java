package io.labelstream.train.labeltree.family;

import io.labelstream.model.labeltree.Weighting;

/** Where the features of a text come from. */
public enum FeatureSource {
  /** They are found in the text: words, and n-grams of words and characters. */
  TEXT(Weighting.TF_IDF),
  /** They are the text: tokens {@code index:value}. */
  SPARSE(Weighting.UNIT);

  private final Weighting usual;

  FeatureSource(final Weighting usual) {
    this.usual = usual;
  }

  /** The weighting if none is given. */
  Weighting usual() {
    return usual;
  }
}
