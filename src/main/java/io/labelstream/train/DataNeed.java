package io.labelstream.train;

/** The data that a training needs, besides the files that settings name. */
public enum DataNeed {
  /** Texts with labels. */
  LABELLED_TEXTS,
  /** Texts, whose labels do not matter: one a line, unless another format is named. */
  TEXTS,
  /** None. */
  NONE
}
