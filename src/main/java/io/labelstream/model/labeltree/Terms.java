package io.labelstream.model.labeltree;

import io.labelstream.model.FeatureExtractor;

/** The rule by which a text becomes terms. Models with equal rules share the terms of a text. */
public sealed interface Terms extends FeatureExtractor<TermList> permits TextTerms, SparseTerms {

  @Override
  default TermList newFeatures() {
    return new TermList();
  }
}
