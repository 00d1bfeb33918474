package io.labelstream.train.labeltree.family;

/** The kinds of {@link io.labelstream.model.labeltree.SearchRule}. */
public enum SearchKind {
  BEST_FIRST,
  BEAM
}
