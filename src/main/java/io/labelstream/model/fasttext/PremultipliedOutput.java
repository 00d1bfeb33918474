package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.Predictions;

/** Softmax over feature rows that were multiplied by the output matrix when the model was opened: the mean already holds the scores. */
record PremultipliedOutput(Kernels kernels, int labels) implements OutputLayer {

  @Override
  public int scratchSize() {
    return 0;
  }

  @Override
  public void score(final float[] hidden, final OutputScratch scratch, final Predictions predictions) {
    kernels.softmax(hidden, labels, scratch.lanes());
    OutputLayer.pick(hidden, labels, scratch.top(), predictions);
  }
}
