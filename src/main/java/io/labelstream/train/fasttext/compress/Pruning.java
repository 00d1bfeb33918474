package io.labelstream.train.fasttext.compress;

/** Which rows a pruned model keeps. Words and n-grams compete; the end-of-line token is kept always. */
public enum Pruning {
  /** Those with the greatest norm, as the reference does. A row's norm grows with how often it occurs and with how much it tells labels apart. */
  NORM,
  /**
   * First, one row for each training text that has none so far, the one with the greatest norm in it; then those with the greatest norm. FastText.zip, section
   * 3.1: one pass over the texts. Without training texts, this is {@link #NORM}.
   */
  COVERAGE
}
