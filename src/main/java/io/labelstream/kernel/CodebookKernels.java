package io.labelstream.kernel;

/**
 * The arithmetic of looking for nearest centroids. Stateless and thread-safe; nothing allocates.
 *
 * <p>Points stand column by column: coordinate {@code j} of point {@code i} is {@code points[j * stride + i]}, so that neighbouring points fill a vector
 * whatever the number of coordinates. Both providers return the same bits: each score is summed in the order of the coordinates, without fused
 * multiply-add, and of equal scores the lower centroid wins.
 */
public abstract sealed class CodebookKernels permits ScalarCodebookKernels, VectorCodebookKernels {
  /** Points are worked on in groups of this many: arrays over points have a multiple of this many elements. */
  public static final int GROUP = 64;

  private static final CodebookKernels PLAIN = new ScalarCodebookKernels();
  private static final CodebookKernels BEST =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? VectorCodebookKernels.provider() : PLAIN;

  /** The provider of this JVM: vectors where {@code --add-modules jdk.incubator.vector} was given, plain loops elsewhere. */
  public static CodebookKernels best() {
    return BEST;
  }

  /** {@code points} rounded up to whole {@link #GROUP groups}. */
  public static int padded(final int points) {
    return (points + GROUP - 1) / GROUP * GROUP;
  }

  /**
   * Finds for each point the centroid with the greatest {@code point . centroid - |centroid|^2 / 2}, which is the nearest one: the squared distance is
   * {@code |point|^2} less twice that.
   *
   * @param points {@code columns} columns of {@code stride} elements each
   * @param stride from one column to the next; a multiple of {@link #GROUP}
   * @param from the first point, a multiple of {@link #GROUP}
   * @param to one behind the last point; results for points from here to the end of the group are undefined
   * @param columns the coordinates of a point
   * @param centroids {@code halves.length} centroids of {@code columns} elements each, one after the other
   * @param halves half the squared length of each centroid
   * @param codes receives the index of the nearest centroid at the index of the point
   * @param scores receives the greatest score at the index of the point
   */
  public abstract void nearest(
      float[] points, int stride, int from, int to, int columns, float[] centroids, float[] halves, int[] codes, float[] scores);
}
