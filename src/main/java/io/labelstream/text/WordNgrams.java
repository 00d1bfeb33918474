package io.labelstream.text;

/**
 * Hashes of runs of two or more words, as fastText computes them: word hashes are taken as signed numbers, and for each further word the sum is multiplied
 * by a constant and the word's hash is added, in 64 bits. Immutable.
 */
public final class WordNgrams {
  private static final long FACTOR = 116049371L;

  private final int longest;
  private final Buckets buckets;

  /**
   * @param longest the most words in a run, at least 2
   */
  public WordNgrams(final int longest, final Buckets buckets) {
    if (longest < 2) {
      throw new IllegalArgumentException("longest=" + longest + " must be at least 2");
    }
    this.longest = longest;
    this.buckets = buckets;
  }

  /** The most words in a run. */
  public int longest() {
    return longest;
  }

  /**
   * Appends the buckets of all runs that start at one of the words from {@code from} to {@code to}.
   *
   * @param hashes the words' hashes
   * @param count the number of hashes; no run goes beyond them
   * @param out receives at most {@code (to - from) * (longest() - 1)} buckets
   * @return the number of buckets appended
   */
  public int append(final int[] hashes, final int from, final int to, final int count, final int[] out) {
    return longest == 2 ? appendPairs(hashes, from, Math.min(to, count - 1), out) : appendRuns(hashes, from, to, count, out);
  }

  private int appendPairs(final int[] hashes, final int from, final int to, final int[] out) {
    for (int start = from; start < to; start++) {
      out[start - from] = buckets.of(hashes[start] * FACTOR + hashes[start + 1]);
    }
    return Math.max(to - from, 0);
  }

  private int appendRuns(final int[] hashes, final int from, final int to, final int count, final int[] out) {
    int appended = 0;
    for (int start = from; start < to; start++) {
      final int end = Math.min(start + longest, count);
      long hash = hashes[start];
      for (int next = start + 1; next < end; next++) {
        hash = hash * FACTOR + hashes[next];
        out[appended++] = buckets.of(hash);
      }
    }
    return appended;
  }
}
