package io.labelstream.model.labeltree;

/**
 * A node and the cost of its path as one number, by which nodes are in order: the less costly first, of equal costs the lesser number.
 *
 * <pre>
 *  | cost, bits of a float32 that is not negative | node int32 |
 * </pre>
 */
final class SearchKey {
  /** Greater than all keys. */
  static final long NO_LIMIT = (long) Float.floatToRawIntBits(Float.POSITIVE_INFINITY) << Integer.SIZE;

  /** Greater costs, and those that are no number, count as this one. */
  static final float MOST_COST = 1e30f;

  /** Relatively more than what a score that is rounded to a float differs from the exact one. */
  private static final double ROUNDING = 1e-6;

  private SearchKey() {}

  static long of(final float cost, final int node) {
    return (long) Float.floatToRawIntBits(cost < MOST_COST ? cost : MOST_COST) << Integer.SIZE | node;
  }

  static float cost(final long key) {
    return Float.intBitsToFloat((int) (key >>> Integer.SIZE));
  }

  /** The score of a label whose path has a cost. */
  static float score(final float cost) {
    return (float) StrictMath.exp(-cost);
  }

  /** Greater than the keys of all labels whose score is the threshold or more. */
  static long limit(final float threshold) {
    return threshold == 0 ? NO_LIMIT : of((float) (ROUNDING - Math.log(threshold)), Integer.MAX_VALUE);
  }

  static int node(final long key) {
    return (int) key;
  }
}
