package io.labelstream.model.labeltree;

import io.labelstream.model.SharedText;
import java.lang.foreign.Arena;
import java.util.Arrays;

/** Scores all labels of a model by all their paths, in double precision. */
final class ExhaustiveLabelTrees {
  private ExhaustiveLabelTrees() {}

  /** The score of each label. */
  static double[] scores(final LabelTreeModel model, final String text) {
    final FeatureVector vector = new FeatureVector();
    final SharedText shared = new SharedText();
    shared.set(text);
    try (Arena arena = Arena.ofConfined()) {
      FeatureTable.of(model.features(), arena).fill(shared, vector);
    }
    final double[] scores = new double[model.labels().length];
    for (final LabelTree tree : model.trees()) {
      final double[] costs = new double[tree.shape().nodes()];
      for (int node = 0; node < costs.length; node++) {
        for (int child = 0; child < tree.shape().childCount(node); child++) {
          final int number = tree.shape().firstChild(node) + child;
          costs[number] = costs[node] + cost(model.link(), margin(tree.weights()[number], vector));
        }
        if (tree.shape().label(node) >= 0) {
          scores[tree.shape().label(node)] += Math.exp(-costs[node]) / model.trees().size();
        }
      }
    }
    return scores;
  }

  private static double margin(final NodeWeights weights, final FeatureVector vector) {
    double margin = weights.bias();
    for (int index = 0; index < vector.count(); index++) {
      final int place = Arrays.binarySearch(weights.features(), vector.features()[index]);
      margin += place < 0 ? 0 : (double) weights.weights()[place] * vector.values()[index];
    }
    return margin;
  }

  private static double cost(final Link link, final double margin) {
    return switch (link) {
      case CUBED_HINGE -> Math.pow(Math.max(1 - margin, 0), 3);
      case SIGMOID -> Math.log1p(Math.exp(-margin));
    };
  }
}
