package io.labelstream.train.fasttext;

import io.labelstream.kernel.Kernels;

/** Softmax over all labels: {@code -log p(label)}. */
record SoftmaxLoss(int labels) implements LossFunction {
  @Override
  public int mostRows() {
    return labels;
  }

  @Override
  public int targets(final int[] labelsOfExample, final int count, final long random, final Targets out) {
    Losses.allRows(out, labels);
    out.wanted()[Losses.draw(labelsOfExample, count, random)] = 1f;
    return labels;
  }

  @Override
  public void probabilities(final float[] products, final int count, final float[] lanes, final Kernels kernels) {
    kernels.softmax(products, count, lanes);
  }

  @Override
  public double loss(final Targets targets, final float[] probabilities, final int count) {
    for (int index = 0; index < count; index++) {
      if (targets.wanted()[index] > 0) {
        return -Losses.logarithm(probabilities[index]);
      }
    }
    throw new IllegalStateException("no row is wanted");
  }

  @Override
  public int likeliest(final float[] products) {
    return Losses.largest(products, labels);
  }
}
