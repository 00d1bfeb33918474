package io.labelstream.train.fasttext.compress;

/** The coding of the output matrix. */
public enum OutputCoding {
  /** As numbers. */
  DENSE,
  /** Product-quantised with sub-vectors of 2 columns, as the reference does; it pays from 256 labels on. */
  QUANTISED
}
