package io.labelstream.train.fasttext;

/**
 * Settings of {@link Sgd}.
 *
 * @param epochs the number of visits of each example, at least 1
 * @param learningRate the rate at the start, positive; it falls to 0 linearly with the number of visited tokens
 * @param threads the number of threads that write to the matrices; with one, the result is the same each time, bit for bit
 * @param seed the start of all random numbers
 * @param order the order in which examples are visited
 * @param update the matrices that are trained
 */
public record SgdSettings(int epochs, double learningRate, int threads, long seed, VisitOrder order, Update update) {

  /** The matrices that are trained. */
  public enum Update {
    /** Input and output. */
    BOTH,
    /** The output only; the input does not change. */
    OUTPUT_ONLY
  }

  public SgdSettings {
    if (epochs < 1 || threads < 1 || !(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("epochs=" + epochs + " and threads=" + threads + " must be at least 1, learningRate=" + learningRate + " positive");
    }
  }
}
