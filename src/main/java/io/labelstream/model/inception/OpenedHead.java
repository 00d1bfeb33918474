package io.labelstream.model.inception;

import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.LeastKeys;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.Panels;
import java.lang.foreign.Arena;
import java.util.function.IntUnaryOperator;

/** An {@link InceptionHead} in the layout that it is computed with. Immutable and thread-safe. */
record OpenedHead(Panels hidden, float[] scale, float[] shift, OpenedOutputs outputs, MatrixKernels kernels) {
  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final InceptionWeights.Head head, final PanelForm form) {
    return Panels.bytesFor(head.hidden().weight(), form) + OpenedOutputs.bytesFor(head.output());
  }

  /**
   * Lays out a head in {@code arena}.
   *
   * @param order the row of an output
   */
  static OpenedHead of(
      final InceptionWeights.Head head, final IntUnaryOperator order, final PanelForm form, final MatrixKernels kernels, final Arena arena) {
    return new OpenedHead(
        Panels.of(head.hidden(), 1f, form, kernels, arena), head.scale(), head.shift(), OpenedOutputs.of(head.output(), order, kernels, arena), kernels);
  }

  /** Scratch memory for one thread. */
  Scorer newScorer() {
    return new Scorer();
  }

  /** Scores the outputs of a head for one text after the other. */
  final class Scorer {
    private final float[] inputs = new float[scale.length];
    private final float[] logits = new float[MatrixKernels.padded(outputs.count())];
    private final OpenedOutputs.Scorer scorer = outputs.newScorer();

    /** Takes the features of the next text. */
    void take(final float[] features) {
      hidden.multiplyRow(features, 0, 0, hidden.panels(), inputs, 0);
      kernels.gelu(inputs, 0, inputs.length);
      for (int index = 0; index < inputs.length; index++) {
        inputs[index] = features[index] + Math.fma(scale[index], inputs[index], shift[index]);
      }
      scorer.take(inputs);
    }

    /**
     * Scores the outputs of some blocks of {@link MatrixKernels#PANEL}. The array is this object's own, has the logit of an output at its number, and is valid
     * until the next text.
     */
    float[] score(final int block, final int count) {
      scorer.score(block, count, logits);
      return logits;
    }

    /**
     * Scores all outputs and keeps the best, of equal ones those that come first.
     *
     * @param best started; receives {@linkplain LeastKeys#ofNumber keys} of logits and outputs
     * @return the logits, as {@link #score} does
     */
    float[] scoreAll(final LeastKeys best) {
      scorer.score(0, logits.length / MatrixKernels.PANEL, logits);
      final int count = outputs.count();
      float bar = Float.NEGATIVE_INFINITY;
      for (int output = next(logits, 0, count, bar); output < count; output = next(logits, output + 1, count, bar)) {
        best.add(LeastKeys.ofNumber(logits[output], output));
        bar = best.isFull() ? LeastKeys.number(best.bar()) : bar;
      }
      return logits;
    }

    /** The next output from {@code from} on whose logit is greater than a bar, or the number of outputs. Apart and short, since few outputs of many are. */
    private static int next(final float[] logits, final int from, final int count, final float bar) {
      int output = from;
      // Also beyond what is not a number.
      while (output < count && !(logits[output] > bar)) {
        output++;
      }
      return output;
    }
  }
}
