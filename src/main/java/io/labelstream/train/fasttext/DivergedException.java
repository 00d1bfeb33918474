package io.labelstream.train.fasttext;

import java.util.Locale;

/** Weights grew beyond what a float holds: the learning rate is too large. The matrices are of no use any more. */
public final class DivergedException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final double SMALLER = 10;

  private final double learningRate;

  DivergedException(final double learningRate, final int epoch, final int epochs) {
    super(
        String.format(
            Locale.ROOT,
            "training diverged in epoch %d of %d: weights are no finite numbers any more; the learning rate %s is too large, try %s",
            epoch, epochs, text(learningRate), text(learningRate / SMALLER)));
    this.learningRate = learningRate;
  }

  private static String text(final double rate) {
    return String.format(Locale.ROOT, "%.3g", rate);
  }

  /** The learning rate that was too large. */
  public double learningRate() {
    return learningRate;
  }
}
