package io.labelstream.train.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.TrainingKernels;

/**
 * Matrices outside the heap.
 *
 * @param input its address
 * @param output its address
 * @param stride the stride of both, in floats
 */
record MemoryLayers(long input, long output, int stride) implements Layers {
  @Override
  public Kernels kernels() {
    return Kernels.best();
  }

  @Override
  public void addInputRows(final int[] rows, final int count, final float[] sum) {
    Kernels.best().addRows(input, stride, stride, rows, count, sum);
  }

  @Override
  public void addToInputRows(final int[] rows, final int count, final float[] x) {
    TrainingKernels.best().addToRows(input, stride, rows, count, x);
  }

  @Override
  public void outputProducts(final int[] rows, final int count, final float[] x, final float[] out, final float[] lanes) {
    TrainingKernels.best().products(output, stride, rows, count, x, out, lanes);
  }

  @Override
  public void outputStep(final int[] rows, final int count, final float[] factors, final float[] x, final float[] gradient) {
    TrainingKernels.best().step(output, stride, rows, count, factors, x, gradient);
  }
}
