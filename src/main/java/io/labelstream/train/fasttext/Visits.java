package io.labelstream.train.fasttext;

/** The order of the examples in an epoch: a permutation. Immutable and thread-safe. */
sealed interface Visits permits Shuffle, StridedVisits {
  /** The example at {@code place}, which is below the number of examples; each example has one place. */
  int at(int place);
}
