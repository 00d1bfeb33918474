package io.labelstream.train.fasttext;

/** The numbers below {@code size} in stretches of equal length, give or take one, visited side by side: the first of each, the second of each, and so on. */
record StridedVisits(int size, int count) implements Visits {

  /**
   * @param size at least 1
   * @param count the number of stretches, at least 1; with one, each number is in its place
   */
  StridedVisits {}

  @Override
  public int at(final int place) {
    final int run = place % count;
    // The first runs are longer by one.
    return run * (size / count) + Math.min(run, size % count) + place / count;
  }
}
