package io.labelstream.kernel;

import java.util.Arrays;

/** Plain loops: for JVMs without the Vector API, and the reference that the vector variants are tested against. */
public final class ScalarMatrixKernels extends MatrixKernels {

  @Override
  public void multiply(
      final float[] x, final int from, final int stride, final int rows, final int inputs, final long panel, final Weights weights, final float[] out,
      final int to, final int outStride) {
    for (int row = 0; row < rows; row++) {
      final int read = from + row * stride;
      final int write = to + row * outStride;
      Arrays.fill(out, write, write + PANEL, 0f);
      for (int input = 0; input < inputs; input++) {
        final float factor = x[read + input];
        for (int output = 0; output < PANEL; output++) {
          final long at = panel + weights.weightOffset(input, output);
          final float weight = weights == Weights.INT8 ? Memory.int8(at) : Memory.float32(at);
          out[write + output] = Math.fma(factor, weight, out[write + output]);
        }
      }
      for (int output = 0; output < PANEL; output++) {
        out[write + output] =
            Math.fma(out[write + output], Memory.float32(panel + scaleOffset(output)), Memory.float32(panel + biasOffset(output)));
      }
    }
  }

  @Override
  public void multiplyRow(
      final float[] x, final int from, final int inputs, final long panels, final int count, final Weights weights, final float[] out, final int to) {
    for (int panel = 0; panel < count; panel++) {
      multiply(x, from, 0, 1, inputs, panels + panel * weights.panelBytes(inputs), weights, out, to + panel * PANEL, 0);
    }
  }

  @Override
  public void multiply(
      final float[] x,
      final int from,
      final int stride,
      final int rows,
      final int inputs,
      final float[] panels,
      final int panel,
      final float[] out,
      final int to,
      final int outStride) {
    for (int row = 0; row < rows; row++) {
      final int read = from + row * stride;
      final int write = to + row * outStride;
      System.arraycopy(panels, panel, out, write, PANEL);
      for (int input = 0; input < inputs; input++) {
        final float factor = x[read + input];
        final int weights = panel + PANEL * (input + 1);
        for (int output = 0; output < PANEL; output++) {
          out[write + output] = Math.fma(factor, panels[weights + output], out[write + output]);
        }
      }
    }
  }

  @Override
  public void addAndNormalise(
      final float[] x,
      final float[] others,
      final int stride,
      final int rows,
      final int columns,
      final float[] gain,
      final float[] shift,
      final float epsilon,
      final float[] lanes) {
    for (int row = 0; row < rows; row++) {
      final int start = row * stride;
      Arrays.fill(lanes, 0, Kernels.LANES, 0f);
      for (int column = 0; column < columns; column++) {
        x[start + column] += others[start + column];
        lanes[column % Kernels.LANES] += x[start + column];
      }
      final float mean = Kernels.sum(lanes) / columns;
      Arrays.fill(lanes, 0, Kernels.LANES, 0f);
      for (int column = 0; column < columns; column++) {
        final float difference = x[start + column] - mean;
        lanes[column % Kernels.LANES] = Math.fma(difference, difference, lanes[column % Kernels.LANES]);
      }
      final float factor = factor(lanes, columns, epsilon);
      for (int column = 0; column < columns; column++) {
        x[start + column] = Math.fma((x[start + column] - mean) * factor, gain[column], shift[column]);
      }
    }
  }

  /** From the partial sums of squares to the factor of a normalisation. */
  static float factor(final float[] lanes, final int columns, final float epsilon) {
    return 1f / (float) Math.sqrt(Kernels.sum(lanes) / columns + epsilon);
  }

  @Override
  public void gelu(final float[] x, final int from, final int count) {
    for (int index = from; index < from + count; index++) {
      x[index] = ErrorFunction.gelu(x[index]);
    }
  }

  @Override
  public void softmax(final float[] x, final int stride, final int rows, final int columns, final float[] lanes) {
    for (int row = 0; row < rows; row++) {
      final int start = row * stride;
      float max = x[start];
      for (int index = start + 1; index < start + columns; index++) {
        max = Math.max(max, x[index]);
      }
      Arrays.fill(lanes, 0, Kernels.LANES, 0f);
      for (int index = start; index < start + columns; index++) {
        x[index] = Exponential.of(x[index] - max);
        lanes[(index - start) % Kernels.LANES] += x[index];
      }
      final float factor = 1f / Kernels.sum(lanes);
      for (int index = start; index < start + columns; index++) {
        x[index] *= factor;
      }
    }
  }
}
