package io.labelstream.train.fasttext;

/** A sigmoid for each label: the labels of an example are to become 1, all at once, and all others 0. */
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
