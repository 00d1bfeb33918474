package io.labelstream.train.inception.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.SplittableRandom;

/** One pass of a batch through a network. */
sealed interface Pass {
  /** Gets the arrays in between. */
  NDManager manager();

  /** The input with some of its numbers replaced by zero. */
  NDArray drop(NDArray input, float share);

  /**
   * A step of training: numbers are dropped, and batches are normalised by their own statistics.
   *
   * @param random draws the numbers to drop
   */
  record Training(NDManager manager, SplittableRandom random) implements Pass {
    @Override
    public NDArray drop(final NDArray input, final float share) {
      if (share == 0) {
        return input;
      }
      final float[] factors = new float[Math.toIntExact(input.size())];
      Dropout.draw(factors, factors.length, share, random);
      return input.mul(manager.create(factors, input.getShape()));
    }
  }

  /** The network as it is served. */
  record Evaluation(NDManager manager) implements Pass {
    @Override
    public NDArray drop(final NDArray input, final float share) {
      return input;
    }
  }
}
