package io.labelstream.train.fasttext;

import io.labelstream.kernel.Kernels;

/** A loss in which each row is a yes or a no by itself: {@code -log p} for rows with target 1, and {@code -log (1 - p)} for the others. */
sealed interface SigmoidLoss extends LossFunction permits HierarchicalLoss, NegativeSamplingLoss, OneVersusAllLoss {
  @Override
  default void probabilities(final float[] products, final int count, final float[] lanes, final Kernels kernels) {
    Losses.sigmoids(products, count);
  }

  @Override
  default double loss(final Targets targets, final float[] probabilities, final int count) {
    return Losses.binary(targets, probabilities, count);
  }
}
