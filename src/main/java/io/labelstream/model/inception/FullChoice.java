package io.labelstream.model.inception;

import io.labelstream.model.LeastKeys;
import io.labelstream.model.Predictions;

/** The best of all labels. */
final class FullChoice implements LabelChoice {
  private final OpenedHead.Scorer labels;
  private final int count;
  private final LeastKeys best = new LeastKeys();

  FullChoice(final OpenedHead head) {
    this.labels = head.newScorer();
    this.count = head.outputs().count();
  }

  @Override
  public void choose(final float[] features, final Predictions predictions) {
    labels.take(features);
    best.start(Math.min(predictions.capacity(), count), Long.MAX_VALUE);
    labels.scoreAll(best);
    LabelChoice.appendLogits(best, predictions);
  }
}
