package io.labelstream.train.fasttext;

/** Called after each epoch, when no thread writes to the matrices. */
@FunctionalInterface
interface EpochEnd {
  /** The decision about the next epoch. */
  enum Next {
    CONTINUE,
    STOP
  }

  /**
   * Looks at the matrices after an epoch, and decides if training goes on.
   *
   * @param epoch the number of the epoch that has ended; the first is 1
   * @param loss the mean loss of the epoch's visits
   */
  Next after(int epoch, double loss);
}
