package io.labelstream.train.fasttext;

/**
 * How {@link Sgd} goes over its examples.
 *
 * @param epochs how often each example is visited, at least 1
 * @param learningRate the rate at the start, positive; it falls to 0 linearly with the tokens that were visited
 * @param threads how many threads write to the matrices; with one, the result is the same bits each time
 * @param seed the start of all random numbers
 * @param order in which order examples are visited
 * @param update which matrices are trained
 */
public record SgdSettings(int epochs, double learningRate, int threads, long seed, VisitOrder order, Update update) {

  /** Which matrices are trained. */
  public enum Update {
    /** Input and output. */
    BOTH,
    /** The output on an input that stays as it is. */
    OUTPUT_ONLY
  }

  public SgdSettings {
    if (epochs < 1 || threads < 1 || !(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("epochs=" + epochs + " and threads=" + threads + " must be at least 1, learningRate=" + learningRate + " positive");
    }
  }
}
