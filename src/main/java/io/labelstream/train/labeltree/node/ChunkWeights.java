package io.labelstream.train.labeltree.node;

import io.labelstream.model.labeltree.NodeWeights;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The classifiers of the children of one node, by feature.
 *
 * @param features those that any of the children has, ascending
 * @param starts the start of each feature's weights, and the end of the last one's
 * @param children the child of each weight, by its place among its siblings
 */
record ChunkWeights(int[] features, int[] starts, int[] children, float[] weights, float[] biases) {
  /** A weight's place in the classifiers: 24 bits are enough for a child, and 40 for a feature. */
  private static final int CHILD_BITS = 24;

  static ChunkWeights of(final NodeWeights[] siblings) {
    final long[] keys = IntStream.range(0, siblings.length).boxed()
        .flatMapToLong(child -> Arrays.stream(siblings[child].features()).mapToLong(feature -> (long) feature << CHILD_BITS | child)).sorted().toArray();
    final int[] features = Arrays.stream(keys).mapToInt(key -> (int) (key >> CHILD_BITS)).distinct().toArray();
    final int[] starts = new int[features.length + 1];
    final int[] children = new int[keys.length];
    final float[] weights = new float[keys.length];
    final int[] next = new int[siblings.length];
    int feature = -1;
    for (int at = 0; at < keys.length; at++) {
      children[at] = (int) keys[at] & (1 << CHILD_BITS) - 1;
      // Both the keys and each child's weights are in the order of the features.
      weights[at] = siblings[children[at]].weights()[next[children[at]]++];
      if (feature < 0 || features[feature] != (int) (keys[at] >> CHILD_BITS)) {
        starts[++feature] = at;
      }
    }
    starts[features.length] = keys.length;
    final float[] biases = new float[siblings.length];
    for (int child = 0; child < biases.length; child++) {
      biases[child] = siblings[child].bias();
    }
    return new ChunkWeights(features, starts, children, weights, biases);
  }

  /** Sets the margin of each child for a text with these features. */
  void margins(final int[] ids, final float[] values, final int from, final int to, final float[] margins) {
    System.arraycopy(biases, 0, margins, 0, biases.length);
    for (int at = from; at < to; at++) {
      final int feature = Arrays.binarySearch(features, ids[at]);
      if (feature >= 0) {
        for (int weight = starts[feature]; weight < starts[feature + 1]; weight++) {
          margins[children[weight]] += values[at] * weights[weight];
        }
      }
    }
  }
}
