package io.labelstream.train.fasttext.compress;

/** The rule by which rows of a pruned model are kept. Words and n-grams compete; the end-of-line token is always kept. */
public enum Pruning {
  /** Those with the greatest norm, as in the reference. A row's norm grows with its number of occurrences and with its power to tell labels apart. */
  NORM,
  /**
   * First, for each training text without a kept row, its row with the greatest norm; then those with the greatest norm. FastText.zip, section 3.1: one pass
   * over the texts. Without training texts, this is {@link #NORM}.
   */
  COVERAGE
}
