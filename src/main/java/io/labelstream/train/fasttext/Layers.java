package io.labelstream.train.fasttext;

import io.labelstream.kernel.Kernels;

/**
 * The arithmetic of {@link Sgd} on its two matrices in place: plain loops on arrays, or the best available kernels on memory outside the heap. The results of
 * both are the same, bit for bit. Thread-safe, except that threads may write to the same rows, see {@link Sgd}.
 */
sealed interface Layers permits ArrayLayers, MemoryLayers {

  /** @throws IllegalArgumentException if one matrix is in an array and the other outside the heap */
  static Layers of(final Weights input, final Weights output) {
    if (input.array().isPresent() != output.array().isPresent()) {
      throw new IllegalArgumentException("one matrix is in an array, the other outside the heap");
    }
    return input.array().isPresent()
        ? new ArrayLayers(input.array().get(), output.array().get(), input.stride())
        : new MemoryLayers(input.segment().address(), output.segment().address(), input.stride());
  }

  /** The kernels for vectors that are always in arrays. */
  Kernels kernels();

  /** As {@link Kernels#addRows} of the input. */
  void addInputRows(int[] rows, int count, float[] sum);

  /** As {@link io.labelstream.kernel.TrainingKernels#addToRows} of the input. */
  void addToInputRows(int[] rows, int count, float[] x);

  /** As {@link io.labelstream.kernel.TrainingKernels#products} of the output. */
  void outputProducts(int[] rows, int count, float[] x, float[] out, float[] lanes);

  /** As {@link io.labelstream.kernel.TrainingKernels#step} of the output. */
  void outputStep(int[] rows, int count, float[] factors, float[] x, float[] gradient);
}
