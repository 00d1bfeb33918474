package io.labelstream.train.labeltree.family;

import io.labelstream.model.SharedText;
import io.labelstream.model.labeltree.FeatureTable;
import io.labelstream.model.labeltree.FeatureVector;
import io.labelstream.model.labeltree.LabelTree;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.NodeWeights;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Scores of all labels by the definition: each node is asked. */
final class PlainScores {
  private PlainScores() {}

  /** The name of the label with the highest score, and the first one of equal ones. */
  static String best(final LabelTreeModel model, final String text) {
    final double[] scores = of(model, text);
    int best = 0;
    for (int label = 1; label < scores.length; label++) {
      best = scores[label] > scores[best] ? label : best;
    }
    return new String(model.labels()[best], StandardCharsets.UTF_8);
  }

  static double[] of(final LabelTreeModel model, final String text) {
    final FeatureVector features = new FeatureVector();
    try (Arena arena = Arena.ofConfined()) {
      final SharedText shared = new SharedText();
      shared.set(text);
      FeatureTable.of(model.features(), arena).fill(shared, features);
    }
    final double[] scores = new double[model.labels().length];
    for (final LabelTree tree : model.trees()) {
      final double[] costs = new double[tree.shape().nodes()];
      for (int node = 0; node < costs.length; node++) {
        for (int child = tree.shape().firstChild(node); child < tree.shape().firstChild(node) + tree.shape().childCount(node); child++) {
          costs[child] = costs[node] + model.link().cost(margin(tree.weights()[child], features));
        }
        if (tree.shape().childCount(node) == 0) {
          scores[tree.shape().label(node)] += Math.exp(-costs[node]) / model.trees().size();
        }
      }
    }
    return scores;
  }

  private static float margin(final NodeWeights node, final FeatureVector features) {
    float margin = node.bias();
    for (int at = 0; at < features.count(); at++) {
      final int place = Arrays.binarySearch(node.features(), features.features()[at]);
      margin += place < 0 ? 0 : node.weights()[place] * features.values()[at];
    }
    return margin;
  }
}
