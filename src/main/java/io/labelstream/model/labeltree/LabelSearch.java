package io.labelstream.model.labeltree;

import io.labelstream.model.Predictions;

/** Finds the best labels of a text. Scratch memory of a session. */
sealed interface LabelSearch permits OneTreeSearch, EnsembleSearch {

  /**
   * Searches.
   *
   * @param features those of the text, at least one
   * @param most the number of labels wanted
   * @param predictions receives them, and says which score they must have
   */
  void search(FeatureVector features, int most, Predictions predictions);

  /** The work for all texts so far. */
  SearchEffort effort();
}
