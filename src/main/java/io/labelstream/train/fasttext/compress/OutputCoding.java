package io.labelstream.train.fasttext.compress;

/** How the output matrix is stored. */
public enum OutputCoding {
  /** As numbers. */
  DENSE,
  /** Product-quantised with sub-vectors of 2 columns, as the reference does; it pays from 256 labels on. */
  QUANTISED
}
