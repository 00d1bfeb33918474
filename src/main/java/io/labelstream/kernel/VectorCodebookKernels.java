package io.labelstream.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API: vectors of points against one centroid after the other. Two vectors go side by side, as each waits for its own comparisons. Codes are
 * kept as floats, which are exact for them, so that all vectors are of one kind.
 */
public final class VectorCodebookKernels extends CodebookKernels {
  /** Made here, so that the JVM can do without this class where it is not used. */
  static CodebookKernels provider() {
    return new VectorCodebookKernels();
  }

  /** The widest vectors of this processor. Apart, so that they are set up when they are first used. */
  private static final class Species {
    static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
  }

  @Override
  public void nearest(
      final float[] points, final int stride, final int from, final int to, final int columns, final float[] centroids, final float[] halves,
      final int[] codes, final float[] scores) {
    final float[] found = new float[2 * Species.WIDE.length()];
    for (int point = from; point < to; point += found.length) {
      if (columns == 2) {
        nearestOfTwo(points, stride, point, centroids, halves, found, scores);
      } else {
        nearestOfAny(points, stride, point, columns, centroids, halves, found, scores);
      }
      for (int lane = 0; lane < found.length; lane++) {
        codes[point + lane] = (int) found[lane];
      }
    }
  }

  /** Two coordinates, the most usual number: the points stay in vectors. */
  private static void nearestOfTwo(
      final float[] points, final int stride, final int point, final float[] centroids, final float[] halves, final float[] found,
      final float[] scores) {
    final int lanes = Species.WIDE.length();
    final FloatVector lowX = FloatVector.fromArray(Species.WIDE, points, point);
    final FloatVector lowY = FloatVector.fromArray(Species.WIDE, points, stride + point);
    final FloatVector highX = FloatVector.fromArray(Species.WIDE, points, point + lanes);
    final FloatVector highY = FloatVector.fromArray(Species.WIDE, points, stride + point + lanes);
    FloatVector lowBest = FloatVector.broadcast(Species.WIDE, Float.NEGATIVE_INFINITY);
    FloatVector highBest = lowBest;
    FloatVector lowCode = FloatVector.zero(Species.WIDE);
    FloatVector highCode = lowCode;
    for (int centroid = 0; centroid < halves.length; centroid++) {
      final FloatVector start = FloatVector.broadcast(Species.WIDE, -halves[centroid]);
      final FloatVector x = FloatVector.broadcast(Species.WIDE, centroids[2 * centroid]);
      final FloatVector y = FloatVector.broadcast(Species.WIDE, centroids[2 * centroid + 1]);
      final FloatVector low = start.add(lowX.mul(x)).add(lowY.mul(y));
      final FloatVector high = start.add(highX.mul(x)).add(highY.mul(y));
      final FloatVector code = FloatVector.broadcast(Species.WIDE, centroid);
      final VectorMask<Float> lowBetter = low.compare(VectorOperators.GT, lowBest);
      final VectorMask<Float> highBetter = high.compare(VectorOperators.GT, highBest);
      lowBest = lowBest.blend(low, lowBetter);
      highBest = highBest.blend(high, highBetter);
      lowCode = lowCode.blend(code, lowBetter);
      highCode = highCode.blend(code, highBetter);
    }
    lowBest.intoArray(scores, point);
    highBest.intoArray(scores, point + lanes);
    lowCode.intoArray(found, 0);
    highCode.intoArray(found, lanes);
  }

  private static void nearestOfAny(
      final float[] points, final int stride, final int point, final int columns, final float[] centroids, final float[] halves, final float[] found,
      final float[] scores) {
    final int lanes = Species.WIDE.length();
    FloatVector lowBest = FloatVector.broadcast(Species.WIDE, Float.NEGATIVE_INFINITY);
    FloatVector highBest = lowBest;
    FloatVector lowCode = FloatVector.zero(Species.WIDE);
    FloatVector highCode = lowCode;
    int next = 0;
    for (int centroid = 0; centroid < halves.length; centroid++) {
      FloatVector low = FloatVector.broadcast(Species.WIDE, -halves[centroid]);
      FloatVector high = low;
      int at = point;
      for (int column = 0; column < columns; column++) {
        final FloatVector coordinate = FloatVector.broadcast(Species.WIDE, centroids[next++]);
        low = low.add(FloatVector.fromArray(Species.WIDE, points, at).mul(coordinate));
        high = high.add(FloatVector.fromArray(Species.WIDE, points, at + lanes).mul(coordinate));
        at += stride;
      }
      final FloatVector code = FloatVector.broadcast(Species.WIDE, centroid);
      final VectorMask<Float> lowBetter = low.compare(VectorOperators.GT, lowBest);
      final VectorMask<Float> highBetter = high.compare(VectorOperators.GT, highBest);
      lowBest = lowBest.blend(low, lowBetter);
      highBest = highBest.blend(high, highBetter);
      lowCode = lowCode.blend(code, lowBetter);
      highCode = highCode.blend(code, highBetter);
    }
    lowBest.intoArray(scores, point);
    highBest.intoArray(scores, point + lanes);
    lowCode.intoArray(found, 0);
    highCode.intoArray(found, lanes);
  }
}
