package io.labelstream.train.cluster;

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
    final Sum sum = new Sum(features, columns(features), factors(features, labels));
    final int[] textStarts = new int[labels.count() + 1];
    final int[] texts = texts(labels, textStarts);
    final int[] starts = new int[labels.count() + 1];
    int[] columns = new int[features.features().length];
    float[] values = new float[columns.length];
    for (int label = 0; label < labels.count(); label++) {
      for (int index = textStarts[label]; index < textStarts[label + 1]; index++) {
        sum.add(texts[index]);
      }
      final int start = starts[label];
      final int end = start + sum.size;
      starts[label + 1] = end;
      if (end > columns.length) {
        final int length = Math.max(end, columns.length + columns.length / 2);
        columns = Arrays.copyOf(columns, length);
        values = Arrays.copyOf(values, length);
      }
      sum.take(columns, values, start);
    }
    final int end = starts[labels.count()];
    return new LabelVectors(starts, Arrays.copyOf(columns, end), Arrays.copyOf(values, end), features.columns());
  }

  /** The sum of the texts of one label after the other. */
  private static final class Sum {
    private final FeatureMatrix features;
    private final int[] columnOf;
    private final double[] factors;
    private final float[] values;
    private final boolean[] taken;
    private final int[] columns;
    private int size;

    private Sum(final FeatureMatrix features, final int[] columnOf, final double[] factors) {
      this.features = features;
      this.columnOf = columnOf;
      this.factors = factors;
      this.values = new float[features.columns()];
      this.taken = new boolean[features.columns()];
      this.columns = new int[features.columns()];
    }

    private void add(final int text) {
      for (int place = features.starts()[text]; place < features.starts()[text + 1]; place++) {
        final int column = columnOf[features.features()[place]];
        if (!taken[column]) {
          taken[column] = true;
          columns[size++] = column;
        }
        values[column] += (float) (factors[text] * features.values()[place]);
      }
    }

    /** Puts the sum at unit length into both arrays, from {@code start} on, and starts a new one. */
    private void take(final int[] toColumns, final float[] toValues, final int start) {
      Arrays.sort(columns, 0, size);
      double squares = 0;
      for (int index = 0; index < size; index++) {
        squares += (double) values[columns[index]] * values[columns[index]];
      }
      final double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
      for (int index = 0; index < size; index++) {
        final int column = columns[index];
        toColumns[start + index] = column;
        toValues[start + index] = (float) (scale * values[column]);
        values[column] = 0;
        taken[column] = false;
      }
      size = 0;
    }
  }

  /** The column of each feature. */
  private static int[] columns(final FeatureMatrix features) {
    final long[] ranks = new long[features.columns()];
    Arrays.setAll(ranks, feature -> feature);
    for (final int feature : features.features()) {
      ranks[feature] -= 1L << Integer.SIZE;
    }
    Arrays.sort(ranks);
    final int[] columns = new int[ranks.length];
    for (int column = 0; column < ranks.length; column++) {
      columns[(int) ranks[column]] = column;
    }
    return columns;
  }

  /** The factor of each text. */
  private static double[] factors(final FeatureMatrix features, final LabelMatrix labels) {
    final double[] factors = new double[features.rows()];
    for (int text = 0; text < factors.length; text++) {
      double squares = 0;
      for (int place = features.starts()[text]; place < features.starts()[text + 1]; place++) {
        squares += (double) features.values()[place] * features.values()[place];
      }
      final int count = labels.starts()[text + 1] - labels.starts()[text];
      factors[text] = squares > 0 && count > 0 ? 1 / Math.sqrt(squares * count) : 0;
    }
    return factors;
  }

  /** The texts of each label, one label after another; {@code starts} gets their places. */
  private static int[] texts(final LabelMatrix labels, final int[] starts) {
    final int[] texts = new int[labels.labels().length];
    for (final int label : labels.labels()) {
      starts[label + 1]++;
    }
    for (int label = 0; label < labels.count(); label++) {
      starts[label + 1] += starts[label];
    }
    final int[] next = starts.clone();
    for (int text = 0; text < labels.rows(); text++) {
      for (int index = labels.starts()[text]; index < labels.starts()[text + 1]; index++) {
        texts[next[labels.labels()[index]]++] = text;
      }
    }
    return texts;
  }
}
