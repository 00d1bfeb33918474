package io.labelstream.model.inception;

import io.labelstream.model.LeastKeys;
import io.labelstream.model.Predictions;

/** The best of all labels. */
final class FullChoice implements LabelChoice {
  private final OpenedHead head;
  private final float[] inputs;
  private final float[] logits;
  private final LeastKeys best = new LeastKeys();

  FullChoice(final OpenedHead head) {
    this.head = head;
    this.inputs = head.newInputs();
    this.logits = head.newLogits();
  }

  @Override
  public void choose(final float[] features, final Predictions predictions) {
    head.run(features, inputs);
    best.start(Math.min(predictions.capacity(), head.outputs()), Long.MAX_VALUE);
    head.addBest(inputs, logits, best);
    LabelChoice.appendLogits(best, predictions);
  }
}
