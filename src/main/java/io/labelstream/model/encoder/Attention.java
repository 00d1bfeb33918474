package io.labelstream.model.encoder;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.MatrixKernels;

/** The attention of one text's rows to each other. Scratch memory for one thread. */
final class Attention {
  private static final int PANEL = MatrixKernels.PANEL;

  private final MatrixKernels kernels;
  private final int heads;
  private final int headWidth;
  private final int stride;
  private final float[] lanes = new float[Kernels.LANES];
  /** The starts of panels are 0 and stay so. */
  private float[] keyPanels = {};

  private float[] valuePanel = {};
  private float[] weights = {};

  /** @param stride of all rows: at least {@link #strideFor} */
  Attention(final MatrixKernels kernels, final int heads, final int headWidth, final int stride) {
    this.kernels = kernels;
    this.heads = heads;
    this.headWidth = headWidth;
    this.stride = stride;
  }

  /** The stride of rows that have room for the whole panels of the last head. */
  static int strideFor(final int heads, final int headWidth) {
    return MatrixKernels.padded((heads - 1) * headWidth + MatrixKernels.padded(headWidth));
  }

  /** Makes room for a text of so many rows. */
  void reserve(final int rows) {
    final int keys = MatrixKernels.padded(rows);
    if (weights.length < rows * keys) {
      keyPanels = new float[keys / PANEL * MatrixKernels.panelFloats(headWidth)];
      valuePanel = new float[MatrixKernels.panelFloats(rows)];
      weights = new float[rows * keys];
    }
  }

  /**
   * Sets {@code context} to the values of a text's rows, weighted by the products of queries and keys.
   *
   * @param firstQuery the row of the first query, and of its context
   * @param queries the number of queries
   * @param first the text's first row of keys and values
   * @param rows the number of these
   */
  void attend(
      final float[] query, final int firstQuery, final int queries, final float[] key, final float[] value, final int first, final int rows, final float[] context) {
    final int keys = MatrixKernels.padded(rows);
    for (int head = 0; head < heads; head++) {
      final int column = head * headWidth;
      packKeys(key, first * stride + column, rows);
      for (int panel = 0; panel * PANEL < rows; panel++) {
        kernels.multiply(
            query, firstQuery * stride + column, stride, queries, headWidth, keyPanels, panel * MatrixKernels.panelFloats(headWidth), weights, panel * PANEL, keys);
      }
      kernels.softmax(weights, keys, queries, rows, lanes);
      // The columns beyond the head's are those of the next head, which are set after these.
      for (int part = 0; part < headWidth; part += PANEL) {
        packValues(value, first * stride + column + part, rows, Math.min(PANEL, headWidth - part));
        kernels.multiply(weights, 0, keys, queries, rows, valuePanel, 0, context, firstQuery * stride + column + part, stride);
      }
    }
  }

  private void packKeys(final float[] key, final int from, final int rows) {
    final int floats = MatrixKernels.panelFloats(headWidth);
    for (int row = 0; row < rows; row++) {
      final int start = row / PANEL * floats + row % PANEL + PANEL;
      final int read = from + row * stride;
      for (int column = 0; column < headWidth; column++) {
        keyPanels[start + column * PANEL] = key[read + column];
      }
    }
  }

  private void packValues(final float[] value, final int from, final int rows, final int columns) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(value, from + row * stride, valuePanel, PANEL * (row + 1), columns);
    }
  }
}
