package io.labelstream.train.fasttext;

/** Called after each epoch, when no thread writes to the matrices. */
@FunctionalInterface
interface EpochEnd {
  /** Whether training goes on. */
  enum Next {
    CONTINUE,
    STOP
  }

  /**
   * Looks at the matrices.
   *
   * @param epoch the epoch that has ended; the first is 1
   * @param loss the mean loss of the epoch's visits
   */
  Next after(int epoch, double loss);
}
