package io.labelstream.model.labeltree;

/** The features of texts. */
public interface FeatureSpace {
  /** The number of features; ids run from 0. */
  int size();
}
