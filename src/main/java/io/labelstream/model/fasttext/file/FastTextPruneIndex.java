package io.labelstream.model.fasttext.file;

/** The n-gram rows that a compressed model has kept. */
public sealed interface FastTextPruneIndex {

  /** The number of rows for {@code buckets} n-gram buckets. */
  int rows(int buckets);

  /** Nothing was pruned: the row of a bucket is the bucket. */
  record Complete() implements FastTextPruneIndex {
    @Override
    public int rows(final int buckets) {
      return buckets;
    }
  }

  /**
   * Only some buckets have kept a row; n-grams of other buckets are not features at all.
   *
   * @param pairs for each kept bucket, the bucket in the upper and its n-gram row in the lower 32 bits; all buckets different, in ascending order
   */
  record Pruned(long[] pairs) implements FastTextPruneIndex {
    @Override
    public int rows(final int buckets) {
      return size();
    }

    /**
     * The index whose n-gram rows are in the order of their buckets.
     *
     * @param buckets the kept buckets, in ascending order, all different
     */
    public static Pruned inOrder(final int[] buckets) {
      final long[] pairs = new long[buckets.length];
      for (int row = 0; row < pairs.length; row++) {
        if (row > 0 && buckets[row] <= buckets[row - 1]) {
          throw new IllegalArgumentException("bucket " + buckets[row] + " follows bucket " + buckets[row - 1] + ", expected ascending order");
        }
        pairs[row] = (long) buckets[row] << Integer.SIZE | row;
      }
      return new Pruned(pairs);
    }

    /** The number of kept buckets, possibly 0. */
    public int size() {
      return pairs.length;
    }

    /** The n-gram row of the kept bucket at {@code index}; the matrix row is this plus the number of words. */
    public int row(final int index) {
      return (int) pairs[index];
    }

    /** True if n-gram rows are in the order of their buckets. */
    public boolean isInOrder() {
      for (int index = 0; index < pairs.length; index++) {
        if (row(index) != index) {
          return false;
        }
      }
      return true;
    }

    /** The kept buckets, in ascending order. */
    public int[] buckets() {
      final int[] buckets = new int[pairs.length];
      for (int index = 0; index < pairs.length; index++) {
        buckets[index] = (int) (pairs[index] >>> Integer.SIZE);
      }
      return buckets;
    }
  }
}
