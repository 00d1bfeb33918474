package io.labelstream.train.fasttext;

import io.labelstream.kernel.ArrayKernels;
import io.labelstream.kernel.Kernels;

/**
 * Matrices in arrays.
 *
 * @param stride the stride of both, in floats
 */
record ArrayLayers(float[] input, float[] output, int stride) implements Layers {
  @Override
  public Kernels kernels() {
    return Kernels.plain();
  }

  @Override
  public void addInputRows(final int[] rows, final int count, final float[] sum) {
    ArrayKernels.addRows(input, stride, rows, count, sum);
  }

  @Override
  public void addToInputRows(final int[] rows, final int count, final float[] x) {
    ArrayKernels.addToRows(input, stride, rows, count, x);
  }

  @Override
  public void outputProducts(final int[] rows, final int count, final float[] x, final float[] out, final float[] lanes) {
    ArrayKernels.products(output, stride, rows, count, x, out);
  }

  @Override
  public void outputStep(final int[] rows, final int count, final float[] factors, final float[] x, final float[] gradient) {
    ArrayKernels.step(output, stride, rows, count, factors, x, gradient);
  }
}
