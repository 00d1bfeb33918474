package io.labelstream.train.labeltree.tree;

import io.labelstream.train.labeltree.FeatureMatrix;
import io.labelstream.train.labeltree.LabelMatrix;
import java.util.Arrays;

/**
 * A sparse vector of unit length for each label: that of the sum of its texts, each at unit length and divided by the root of the number of its labels. A label
 * without texts, or with empty ones only, has no values. The most frequent feature is column 0 and so on, so that most of what is read is close together.
 *
 * @param starts the start of each label in the other arrays, and the end of the last one
 * @param columns the columns of the values, ascending for each label
 * @param values the values, finite
 * @param width the number of columns
 */
record LabelVectors(int[] starts, int[] columns, float[] values, int width) {

  static LabelVectors of(final FeatureMatrix features, final LabelMatrix labels) {
    final int[] places = places(features);
    final float[] shares = shares(features, labels);
    final int[] textStarts = new int[labels.count() + 1];
    final int[] texts = texts(labels, textStarts);
    final int width = places.length;
    final float[] sums = new float[width];
    final int[] seen = new int[width];
    Arrays.fill(seen, -1);
    final int[] touched = new int[width];
    final int[] starts = new int[labels.count() + 1];
    int[] columns = new int[features.features().length];
    float[] values = new float[columns.length];
    int end = 0;
    for (int label = 0; label < labels.count(); label++) {
      int size = 0;
      for (int index = textStarts[label]; index < textStarts[label + 1]; index++) {
        final int text = texts[index];
        for (int place = features.starts()[text]; place < features.starts()[text + 1]; place++) {
          final int column = places[features.features()[place]];
          if (seen[column] != label) {
            seen[column] = label;
            sums[column] = 0;
            touched[size++] = column;
          }
          sums[column] += shares[text] * features.values()[place];
        }
      }
      if (end + size > columns.length) {
        final int length = Math.max(end + size, columns.length + columns.length / 2);
        columns = Arrays.copyOf(columns, length);
        values = Arrays.copyOf(values, length);
      }
      Arrays.sort(touched, 0, size);
      double squares = 0;
      for (int index = 0; index < size; index++) {
        squares += (double) sums[touched[index]] * sums[touched[index]];
      }
      final double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
      for (int index = 0; index < size; index++) {
        columns[end] = touched[index];
        values[end++] = (float) (scale * sums[touched[index]]);
      }
      starts[label + 1] = end;
    }
    return new LabelVectors(starts, Arrays.copyOf(columns, end), Arrays.copyOf(values, end), width);
  }

  /** The column of each feature. */
  private static int[] places(final FeatureMatrix features) {
    final long[] ranks = new long[features.columns()];
    Arrays.setAll(ranks, feature -> feature);
    for (final int feature : features.features()) {
      ranks[feature] -= 1L << Integer.SIZE;
    }
    Arrays.sort(ranks);
    final int[] places = new int[ranks.length];
    for (int place = 0; place < ranks.length; place++) {
      places[(int) ranks[place]] = place;
    }
    return places;
  }

  /** The factor of each text. */
  private static float[] shares(final FeatureMatrix features, final LabelMatrix labels) {
    final float[] shares = new float[features.rows()];
    for (int text = 0; text < shares.length; text++) {
      double squares = 0;
      for (int place = features.starts()[text]; place < features.starts()[text + 1]; place++) {
        squares += (double) features.values()[place] * features.values()[place];
      }
      final int count = labels.starts()[text + 1] - labels.starts()[text];
      shares[text] = squares > 0 && count > 0 ? (float) (1 / Math.sqrt(squares * count)) : 0;
    }
    return shares;
  }

  /** The texts of each label, one label after another; {@code starts} gets their places. */
  private static int[] texts(final LabelMatrix labels, final int[] starts) {
    final int[] texts = new int[labels.labels().length];
    for (final int label : labels.labels()) {
      starts[label + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    final int[] next = starts.clone();
    for (int text = 0; text < labels.rows(); text++) {
      for (int index = labels.starts()[text]; index < labels.starts()[text + 1]; index++) {
        texts[next[labels.labels()[index]]++] = text;
      }
    }
    return texts;
  }
}
