package io.labelstream.model.inception;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.LeastKeys;
import io.labelstream.model.Predictions;

/** Scores labels from the features of a text, and chooses the best. Scratch memory for one thread. */
sealed interface LabelChoice permits FullChoice, ShortlistChoice {
  static LabelChoice of(final InceptionNetwork network) {
    return network.shortlist().<LabelChoice>map(shortlist -> new ShortlistChoice(network.head(), shortlist)).orElseGet(() -> new FullChoice(network.head()));
  }

  /**
   * Appends the best labels.
   *
   * @param predictions empty
   */
  void choose(float[] features, Predictions predictions);

  /** Appends the labels with the best logits, which become probabilities only now: these ascend with the logits. */
  static void appendLogits(final LeastKeys best, final Predictions predictions) {
    best.sort();
    for (int rank = 0; rank < best.count(); rank++) {
      final float score = Kernels.sigmoid(LeastKeys.number(best.key(rank)));
      if (score < predictions.threshold()) {
        return;
      }
      predictions.append(LeastKeys.id(best.key(rank)), score);
    }
  }
}
