package io.labelstream.model.inception;

import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.matrix.AffineRows;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.Panels;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.model.matrix.WeightRows;
import java.lang.foreign.Arena;
import java.util.function.IntUnaryOperator;

/** The outputs of a head in the layout that they are computed with, in blocks of {@link MatrixKernels#PANEL}. Immutable and thread-safe. */
sealed interface OpenedOutputs permits CodedOutputs, OpenedOutputs.Weighted {
  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final InceptionWeights.Outputs outputs) {
    return switch (outputs.weight()) {
      case WeightRows rows -> Panels.bytesFor(rows, PanelForm.AS_GIVEN);
      case ProductRows rows -> CodedOutputs.bytesFor(rows);
    };
  }

  /**
   * Lays out outputs in {@code arena}.
   *
   * @param order the row of an output
   */
  static OpenedOutputs of(final InceptionWeights.Outputs outputs, final IntUnaryOperator order, final MatrixKernels kernels, final Arena arena) {
    return switch (outputs.weight()) {
      case WeightRows rows -> new Weighted(
          Panels.of(new AffineRows(rows, outputs.bias()), 1f, order, input -> input, PanelForm.AS_GIVEN, kernels, arena), rows.rows());
      case ProductRows rows -> CodedOutputs.of(rows, outputs.bias(), order, kernels, arena);
    };
  }

  /** The number of outputs. */
  int count();

  /** Scratch memory for one thread. */
  Scorer newScorer();

  /** Scores outputs for one text after the other. */
  interface Scorer {
    /** Takes the inputs of the next text, which stay as they are until the one after it. */
    void take(float[] inputs);

    /**
     * Scores the outputs of some blocks.
     *
     * @param logits receives the logit of each output, rounded up to whole blocks
     */
    void score(int block, int count, float[] logits);
  }

  /** Outputs whose weights are numbers of their own. */
  record Weighted(Panels panels, int count) implements OpenedOutputs {
    @Override
    public Scorer newScorer() {
      return new Scorer() {
        private float[] inputs = {};

        @Override
        public void take(final float[] next) {
          inputs = next;
        }

        @Override
        public void score(final int block, final int blocks, final float[] logits) {
          panels.multiplyRow(inputs, 0, block, blocks, logits, block * MatrixKernels.PANEL);
        }
      };
    }
  }
}
