package io.labelstream.kernel;

/** Plain loops: for JVMs without the Vector API, and the reference that the vector variant is tested against. */
public final class ScalarCodebookKernels extends CodebookKernels {

  @Override
  public void nearest(
      final float[] points, final int stride, final int from, final int to, final int columns, final float[] centroids, final float[] halves,
      final int[] codes, final float[] scores) {
    for (int point = from; point < to; point++) {
      float best = Float.NEGATIVE_INFINITY;
      int nearest = 0;
      for (int centroid = 0; centroid < halves.length; centroid++) {
        float score = -halves[centroid];
        for (int column = 0; column < columns; column++) {
          score += points[column * stride + point] * centroids[centroid * columns + column];
        }
        if (score > best) {
          best = score;
          nearest = centroid;
        }
      }
      codes[point] = nearest;
      scores[point] = best;
    }
  }
}
