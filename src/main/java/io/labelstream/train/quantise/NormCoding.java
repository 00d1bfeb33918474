package io.labelstream.train.quantise;

/** The coding of the lengths of rows. */
public enum NormCoding {
  /** By the centroids of the sub-vectors, like everything else. */
  WITHIN,
  /** Apart: one more byte per row, and the sub-vectors code directions. Without it, rows of little weight take most centroids. FastText.zip, section 2. */
  APART
}
