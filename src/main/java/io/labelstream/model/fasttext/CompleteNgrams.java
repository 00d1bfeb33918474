package io.labelstream.model.fasttext;

/** Nothing was pruned: the bucket is the row. */
record CompleteNgrams() implements NgramIndex {

  @Override
  public int rows(final int[] buckets, final int count, final int[] rows) {
    if (rows != buckets) {
      System.arraycopy(buckets, 0, rows, 0, count);
    }
    return count;
  }
}
