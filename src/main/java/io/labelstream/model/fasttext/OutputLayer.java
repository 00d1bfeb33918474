package io.labelstream.model.fasttext;

import io.labelstream.model.Predictions;

/** Computes a text's labels from the mean of its feature rows. Immutable and thread-safe. */
sealed interface OutputLayer permits PremultipliedOutput, FlatOutput, HierarchicalOutput {
  /** The number that the reference adds to a probability before it takes the logarithm, and so to every score. */
  double SCORE_RAISE = 1e-5;

  /** The number of elements that {@link OutputScratch#outputs} must have in {@link #score}. */
  int scratchSize();

  /**
   * Appends the best labels.
   *
   * @param hidden the mean; elements beyond its columns are 0
   * @param scratch memory of the session
   * @param predictions receives the labels; its capacity and threshold apply
   */
  void score(float[] hidden, OutputScratch scratch, Predictions predictions);

  /** Picks the best of the first {@code count} probabilities. */
  static void pick(final float[] probabilities, final int count, final TopLabels top, final Predictions predictions) {
    top.start(predictions.capacity());
    float bar = predictions.threshold();
    for (int label = 0; label < count; label++) {
      final float probability = probabilities[label];
      if (probability >= bar) {
        top.add(probability, label);
        bar = Math.max(predictions.threshold(), top.bar());
      }
    }
    top.finish(predictions, SCORE_RAISE);
  }
}
