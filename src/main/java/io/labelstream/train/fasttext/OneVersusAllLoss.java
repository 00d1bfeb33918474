package io.labelstream.train.fasttext;

/** A sigmoid for each label: the target is 1 for all labels of an example, and 0 for all others. */
record OneVersusAllLoss(int labels) implements SigmoidLoss {
  @Override
  public int mostRows() {
    return labels;
  }

  @Override
  public int targets(final int[] labelsOfExample, final int count, final long random, final Targets out) {
    Losses.allRows(out, labels);
    for (int index = 0; index < count; index++) {
      out.wanted()[labelsOfExample[index]] = 1f;
    }
    return labels;
  }

  @Override
  public int likeliest(final float[] products) {
    return Losses.largest(products, labels);
  }
}
