package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.Predictions;

/** One score per label, turned into probabilities together (softmax) or each by itself (one-versus-all and negative sampling). */
record FlatOutput(Kernels kernels, LabelMatrix matrix, int labels, Activation activation) implements OutputLayer {

  /** The function from scores to probabilities. */
  enum Activation {
    SOFTMAX,
    /** The reference's table, see {@link SigmoidTable}. */
    SIGMOID
  }

  @Override
  public int scratchSize() {
    return matrix.paddedLabels();
  }

  @Override
  public void score(final float[] hidden, final OutputScratch scratch, final Predictions predictions) {
    final float[] outputs = scratch.outputs();
    matrix.multiply(hidden, outputs);
    switch (activation) {
      case SOFTMAX -> kernels.softmax(outputs, labels, scratch.lanes());
      case SIGMOID -> SigmoidTable.apply(outputs, labels);
    }
    OutputLayer.pick(outputs, labels, scratch.top(), predictions);
  }
}
