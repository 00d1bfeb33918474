package io.labelstream.train.fasttext.compress;

/** How the lengths of rows are coded. */
public enum NormCoding {
  /** By the centroids of the sub-vectors, as all else. */
  WITHIN,
  /** Apart: one more byte a row, and the sub-vectors code directions. Without it rows of no weight take most centroids. FastText.zip, section 2. */
  APART
}
