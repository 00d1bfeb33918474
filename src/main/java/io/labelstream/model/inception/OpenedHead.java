package io.labelstream.model.inception;

import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.LeastKeys;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.Panels;
import java.lang.foreign.Arena;
import java.util.function.IntUnaryOperator;

/**
 * An {@link InceptionHead} in the layout that it is computed with. Immutable and thread-safe.
 *
 * @param outputs their number
 */
record OpenedHead(Panels hidden, float[] scale, float[] shift, Panels output, int outputs, MatrixKernels kernels) {
  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final InceptionWeights.Head head, final PanelForm form) {
    return Panels.bytesFor(head.hidden().weight(), form) + Panels.bytesFor(head.output().weight(), PanelForm.AS_GIVEN);
  }

  /**
   * Lays out a head in {@code arena}.
   *
   * @param order the row of an output
   */
  static OpenedHead of(
      final InceptionWeights.Head head, final IntUnaryOperator order, final PanelForm form, final MatrixKernels kernels, final Arena arena) {
    return new OpenedHead(
        Panels.of(head.hidden(), 1f, form, kernels, arena),
        head.scale(),
        head.shift(),
        Panels.of(head.output(), 1f, order, input -> input, PanelForm.AS_GIVEN, kernels, arena),
        head.output().weight().rows(),
        kernels);
  }

  /**
   * From the features of a text to the inputs of the outputs.
   *
   * @param inputs receives as many numbers
   */
  void run(final float[] features, final float[] inputs) {
    hidden.multiplyRow(features, 0, hidden.panels(), inputs);
    kernels.gelu(inputs, 0, features.length);
    for (int index = 0; index < features.length; index++) {
      inputs[index] = features[index] + Math.fma(scale[index], inputs[index], shift[index]);
    }
  }

  /** An array for {@link #run}. */
  float[] newInputs() {
    return new float[MatrixKernels.padded(scale.length)];
  }

  /** An array for the logits of all outputs, rounded up to whole panels. */
  float[] newLogits() {
    return new float[MatrixKernels.padded(outputs)];
  }

  /**
   * Scores all outputs and keeps the best, of equal ones those that come first.
   *
   * @param inputs those that {@link #run} gives
   * @param logits receives the logits
   * @param best started; receives {@linkplain LeastKeys#ofNumber keys} of logits and outputs
   */
  void addBest(final float[] inputs, final float[] logits, final LeastKeys best) {
    output.multiplyRow(inputs, 0, output.panels(), logits);
    float bar = Float.NEGATIVE_INFINITY;
    for (int index = 0; index < outputs; index++) {
      // False for what is not a number.
      if (logits[index] > bar) {
        best.add(LeastKeys.ofNumber(logits[index], index));
        bar = best.isFull() ? LeastKeys.number(best.bar()) : bar;
      }
    }
  }
}
