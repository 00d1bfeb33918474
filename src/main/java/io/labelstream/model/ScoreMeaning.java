package io.labelstream.model;

/** The meaning of a label's score. */
public enum ScoreMeaning {
  /** The probability that this label is the text's only one: the probabilities of all labels add up to 1. */
  PROBABILITY,
  /** The probability that this label is one of the text's: each label has its own, and any number of labels may be right. */
  INDEPENDENT_PROBABILITY,
  /** The closeness of text and label as a cosine, not a probability: the higher the closer. */
  SIMILARITY
}
