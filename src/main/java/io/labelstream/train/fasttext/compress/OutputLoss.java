package io.labelstream.train.fasttext.compress;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.LossFunction;
import java.util.Optional;

/**
 * The loss of examples as a function of their hidden vectors and the output matrix, with its gradient; and the predictions of an output matrix. Immutable and
 * thread-safe. The work is done by {@link OutputBlock}, for many examples at a time.
 *
 * <p>If training draws one of several labels, this is the mean over them. Negative sampling is taken as one-versus-all where this takes little: the scores of
 * both are sigmoids, and labels that were not drawn are negative as well. With more than {@value #FEW_LABELS} labels, the output is trained with draws, the
 * same ones in each pass, so that a pass takes no longer than one of the reference. So it is with hierarchical softmax, where an example only moves the nodes
 * above its label.
 *
 * <p>Output matrices are stored column by column here, so that neighbouring labels fill vectors:
 *
 * <pre>
 *  column c:  | one float32 a row | zeros up to stride |   at float c * stride
 * </pre>
 */
final class OutputLoss {
  /** The number of other labels that negative sampling draws, as in training. */
  private static final int NEGATIVES = 5;

  private static final int FEW_LABELS = 64;

  private final FastTextLoss loss;
  private final int labels;
  private final int stride;
  /** Empty with a single label, with which nothing can be trained. */
  private final Optional<LossFunction> function;

  OutputLoss(final FastTextLoss loss, final long[] labelCounts) {
    this.loss = loss;
    this.labels = labelCounts.length;
    this.stride = Kernels.padded(labels);
    this.function = labels < 2 ? Optional.empty() : Optional.of(LossFunction.of(loss, labelCounts, NEGATIVES));
  }

  /** The number of rows of the output matrix. */
  int labels() {
    return labels;
  }

  /** The distance from one column to the next, in floats. */
  int stride() {
    return stride;
  }

  FastTextLoss kind() {
    return loss;
  }

  Optional<LossFunction> function() {
    return function;
  }

  /** True if an example moves only a few rows of the output in training. */
  boolean isSparse() {
    return function.isPresent()
        && (loss == FastTextLoss.HIERARCHICAL_SOFTMAX || loss == FastTextLoss.NEGATIVE_SAMPLING && labels > FEW_LABELS);
  }

  /** A block of examples of a corpus, for one thread. */
  OutputBlock block(final FeatureCorpus corpus, final int dimensions) {
    return new OutputBlock(this, corpus, dimensions);
  }

  /** Turns rows of {@code dimensions} floats into columns. */
  float[] columns(final float[] rows, final int dimensions) {
    final float[] columns = new float[dimensions * stride];
    for (int label = 0; label < labels; label++) {
      for (int column = 0; column < dimensions; column++) {
        columns[column * stride + label] = rows[label * dimensions + column];
      }
    }
    return columns;
  }

  /** Turns columns into rows of {@code dimensions} floats. */
  float[] rows(final float[] columns, final int dimensions) {
    final float[] rows = new float[dimensions * labels];
    for (int label = 0; label < labels; label++) {
      for (int column = 0; column < dimensions; column++) {
        rows[label * dimensions + column] = columns[column * stride + label];
      }
    }
    return rows;
  }

  /** The output matrix as panels of labels, from which {@link OutputBlock} computes scores. */
  float[] panels(final float[] columns) {
    final int dimensions = columns.length / stride;
    final int panel = MatrixKernels.panelFloats(dimensions);
    final float[] panels = new float[MatrixKernels.padded(labels) / MatrixKernels.PANEL * panel];
    for (int first = 0; first < labels; first += MatrixKernels.PANEL) {
      final int start = first / MatrixKernels.PANEL * panel;
      for (int column = 0; column < dimensions; column++) {
        System.arraycopy(
            columns, column * stride + first, panels, start + (column + 1) * MatrixKernels.PANEL, Math.min(MatrixKernels.PANEL, stride - first));
      }
    }
    return panels;
  }
}
