package io.labelstream.train.fasttext;

/** Called between two epochs and after the last, when no thread writes to the matrices. */
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
   */
  Next after(int epoch) throws InterruptedException;
}
