package io.labelstream.train.labeltree.tree;

import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.cluster.FeatureMatrix;
import io.labelstream.train.cluster.LabelMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Texts to build trees from, and measures of a tree. */
record TreeTexts(FeatureMatrix features, LabelMatrix labels) {

  /** Texts with few features and labels by chance; low numbers are frequent, and some labels and texts have nothing. */
  static TreeTexts random(final int labels, final int texts, final int columns, final Random random) {
    final List<int[]> features = new ArrayList<>();
    final List<int[]> of = new ArrayList<>();
    for (int text = 0; text < texts; text++) {
      features.add(some(columns, random));
      of.add(some(labels, random));
    }
    return of(features, of, columns, labels);
  }

  /** Texts of these features, each of the value 1, and these labels. */
  static TreeTexts of(final List<int[]> features, final List<int[]> labels, final int columns, final int count) {
    final int[] all = features.stream().flatMapToInt(Arrays::stream).toArray();
    final float[] values = new float[all.length];
    Arrays.fill(values, 1);
    return new TreeTexts(
        new FeatureMatrix(starts(features), all, values, columns),
        new LabelMatrix(starts(labels), labels.stream().flatMapToInt(Arrays::stream).toArray(), count));
  }

  /** Each label as often as told, in texts of their own without features. */
  static TreeTexts occurring(final int... counts) {
    final int texts = Arrays.stream(counts).sum();
    final int[] starts = new int[texts + 1];
    final int[] labels = new int[texts];
    Arrays.setAll(starts, text -> text);
    int text = 0;
    for (int label = 0; label < counts.length; label++) {
      Arrays.fill(labels, text, text + counts[label], label);
      text += counts[label];
    }
    return new TreeTexts(new FeatureMatrix(new int[texts + 1], new int[0], new float[0], 0), new LabelMatrix(starts, labels, counts.length));
  }

  private static int[] some(final int bound, final Random random) {
    final TreeSet<Integer> some = new TreeSet<>();
    for (int draw = random.nextInt(4); draw > 0; draw--) {
      some.add((int) (bound * Math.pow(random.nextDouble(), 3)));
    }
    return some.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] starts(final List<int[]> rows) {
    final int[] starts = new int[rows.size() + 1];
    for (int row = 0; row < rows.size(); row++) {
      starts[row + 1] = starts[row] + rows.get(row).length;
    }
    return starts;
  }

  /** The sum of what the labels below each node have. */
  static double[] sums(final TreeShape shape, final double[] ofLabels) {
    final double[] sums = new double[shape.nodes()];
    for (int node = shape.nodes() - 1; node >= 0; node--) {
      sums[node] = shape.childCount(node) == 0 ? ofLabels[shape.label(node)] : 0;
      for (int child = shape.firstChild(node); child < shape.firstChild(node) + shape.childCount(node); child++) {
        sums[node] += sums[child];
      }
    }
    return sums;
  }

  /** The depth of each label. */
  static int[] depths(final TreeShape shape) {
    final int[] depths = new int[shape.nodes()];
    for (int node = 0; node < shape.nodes(); node++) {
      Arrays.fill(depths, shape.firstChild(node), shape.firstChild(node) + shape.childCount(node), depths[node] + 1);
    }
    final int[] ofLabels = new int[shape.labels()];
    Arrays.setAll(ofLabels, label -> depths[shape.terminal(label)]);
    return ofLabels;
  }
}
