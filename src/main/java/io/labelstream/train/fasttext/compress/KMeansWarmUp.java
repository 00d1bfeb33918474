package io.labelstream.train.fasttext.compress;

import io.labelstream.kernel.CodebookKernels;

/**
 * Calls the kernel of {@link KMeans} on a few numbers of no meaning, so often that it is compiled while the model is read and its rows are chosen: vectors
 * are a hundred times slower until then, and the first pass over the points would take longer than all others together. Has no influence on results.
 */
final class KMeansWarmUp {
  /** Compilers take a loop up after some hundreds of calls and some ten thousand rounds. */
  private static final int CALLS = 1700;

  private static final int CENTROIDS = 4;

  private KMeansWarmUp() {}

  /** For sub-vectors of {@code columns} columns. */
  static void run(final int columns) {
    final int points = CodebookKernels.GROUP;
    final float[] coordinates = new float[points * columns];
    final float[] centroids = new float[CENTROIDS * columns];
    final float[] halves = new float[CENTROIDS];
    final int[] codes = new int[points];
    final float[] scores = new float[points];
    for (int call = 0; call < CALLS; call++) {
      CodebookKernels.best().nearest(coordinates, points, 0, points, columns, centroids, halves, codes, scores);
    }
  }
}
