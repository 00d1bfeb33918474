package io.labelstream.train.labeltree.node;

import io.labelstream.train.cluster.FeatureMatrix;
import java.util.Arrays;

/**
 * The texts on which the children of one node are trained. Their features are numbered anew and without gaps, so that the weights of a small chunk fit into the
 * cache of a processor.
 *
 * @param texts the numbers of the texts, ascending
 * @param rows the texts
 * @param features the former number of each feature, ascending
 */
record Chunk(int[] texts, Rows rows, int[] features) {

  /** Takes texts from a matrix. Holds memory for the next chunk; not thread-safe. */
  static final class Cutter {
    private final FeatureMatrix all;
    private final int[] numbers;

    Cutter(final FeatureMatrix all) {
      this.all = all;
      this.numbers = new int[all.columns()];
    }

    Chunk cut(final int[] texts) {
      final int[] starts = new int[texts.length + 1];
      for (int row = 0; row < texts.length; row++) {
        starts[row + 1] = Math.addExact(starts[row], all.starts()[texts[row] + 1] - all.starts()[texts[row]]);
      }
      final int[] features = distinct(texts);
      for (int number = 0; number < features.length; number++) {
        numbers[features[number]] = number;
      }
      final int[] renumbered = new int[starts[texts.length]];
      final float[] values = new float[renumbered.length];
      for (int row = 0; row < texts.length; row++) {
        final int from = all.starts()[texts[row]];
        final int length = starts[row + 1] - starts[row];
        System.arraycopy(all.values(), from, values, starts[row], length);
        for (int at = 0; at < length; at++) {
          renumbered[starts[row] + at] = numbers[all.features()[from + at]];
        }
      }
      for (final int feature : features) {
        numbers[feature] = 0;
      }
      return new Chunk(texts, Rows.of(new FeatureMatrix(starts, renumbered, values, features.length)), features);
    }

    /** The features of texts, each once, ascending. */
    private int[] distinct(final int[] texts) {
      int count = 0;
      int[] found = new int[64];
      for (final int text : texts) {
        for (int at = all.starts()[text]; at < all.starts()[text + 1]; at++) {
          final int feature = all.features()[at];
          if (numbers[feature] == 0) {
            numbers[feature] = 1;
            found = count < found.length ? found : Arrays.copyOf(found, 2 * count);
            found[count++] = feature;
          }
        }
      }
      final int[] features = Arrays.copyOf(found, count);
      Arrays.sort(features);
      return features;
    }
  }
}
