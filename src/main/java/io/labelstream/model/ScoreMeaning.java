package io.labelstream.model;

/** What the score of a label means. */
public enum ScoreMeaning {
  /** The probability that this label is the text's only one: those of all labels add up to 1. */
  PROBABILITY,
  /** The probability that this label is one of the text's: each label has its own, and any number of labels may be right. */
  INDEPENDENT_PROBABILITY,
  /** How close text and label are, the higher the closer, as a cosine: no probability. */
  SIMILARITY
}
