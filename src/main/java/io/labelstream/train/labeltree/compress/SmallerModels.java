package io.labelstream.train.labeltree.compress;

import io.labelstream.model.labeltree.LabelTree;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.TreeShape;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Models with a part of the weights, features or labels of another. */
final class SmallerModels {
  private static final int NONE = -1;

  private SmallerModels() {}

  /** The model with the weights of at least a rank, and with the features that these need. */
  static LabelTreeModel withWeights(final LabelTreeModel model, final WeightRanking ranking, final float leastRank) {
    final List<LabelTree> trees = new ArrayList<>();
    for (int tree = 0; tree < model.trees().size(); tree++) {
      final NodeWeights[] all = model.trees().get(tree).weights();
      final NodeWeights[] kept = new NodeWeights[all.length];
      for (int node = 0; node < all.length; node++) {
        kept[node] = withWeights(all[node], ranking.ranks()[tree][node], leastRank);
      }
      trees.add(new LabelTree(model.trees().get(tree).shape(), kept));
    }
    return withUsedFeatures(model, trees);
  }

  private static NodeWeights withWeights(final NodeWeights node, final float[] ranks, final float leastRank) {
    final int[] features = new int[ranks.length];
    final float[] weights = new float[ranks.length];
    int count = 0;
    for (int index = 0; index < ranks.length; index++) {
      features[count] = node.features()[index];
      weights[count] = node.weights()[index];
      count += ranks[index] >= leastRank ? 1 : 0;
    }
    return new NodeWeights(Arrays.copyOf(features, count), Arrays.copyOf(weights, count), node.bias());
  }

  private static LabelTreeModel withUsedFeatures(final LabelTreeModel model, final List<LabelTree> trees) {
    final BitSet used = new BitSet();
    for (final LabelTree tree : trees) {
      for (final NodeWeights node : tree.weights()) {
        for (final int feature : node.features()) {
          used.set(feature);
        }
      }
    }
    final int[] kept = used.stream().toArray();
    final int[] places = new int[model.features().size()];
    for (int place = 0; place < kept.length; place++) {
      places[kept[place]] = place;
    }
    final List<LabelTree> renumbered = trees.stream().map(tree -> new LabelTree(
        tree.shape(), Arrays.stream(tree.weights()).map(node -> renumbered(node, places)).toArray(NodeWeights[]::new))).toList();
    return new LabelTreeModel(model.features().only(kept), model.labels(), model.labelTexts(), model.texts(), renumbered, model.link(), model.search());
  }

  private static NodeWeights renumbered(final NodeWeights node, final int[] places) {
    return new NodeWeights(Arrays.stream(node.features()).map(feature -> places[feature]).toArray(), node.weights(), node.bias());
  }

  /** The model with the labels that have so many texts. Nodes without a label below them go with these; the others keep their classifiers. */
  static LabelTreeModel withLabels(final LabelTreeModel model, final int minTexts) {
    final int[] kept = IntStream.range(0, model.labels().length).filter(label -> model.labelTexts()[label] >= minTexts).toArray();
    if (kept.length == model.labels().length) {
      return model;
    }
    final int[] places = new int[model.labels().length];
    Arrays.fill(places, NONE);
    for (int place = 0; place < kept.length; place++) {
      places[kept[place]] = place;
    }
    final List<LabelTree> trees = model.trees().stream().map(tree -> withLabels(tree, places)).toList();
    final byte[][] names = Arrays.stream(kept).mapToObj(label -> model.labels()[label]).toArray(byte[][]::new);
    final int[] labelTexts = Arrays.stream(kept).map(label -> model.labelTexts()[label]).toArray();
    return withUsedFeatures(new LabelTreeModel(model.features(), names, labelTexts, model.texts(), trees, model.link(), model.search()), trees);
  }

  private static LabelTree withLabels(final LabelTree tree, final int[] places) {
    final TreeShape shape = tree.shape();
    final boolean[] kept = new boolean[shape.nodes()];
    kept[0] = true;
    // Children have greater numbers than their parents.
    for (int node = shape.nodes() - 1; node >= 0; node--) {
      final int first = shape.firstChild(node);
      kept[node] |= shape.childCount(node) == 0 && places[shape.label(node)] != NONE;
      for (int child = first; child < first + shape.childCount(node); child++) {
        kept[node] |= kept[child];
      }
    }
    final IntArrayList counts = new IntArrayList();
    final IntArrayList labels = new IntArrayList();
    final List<NodeWeights> weights = new ArrayList<>();
    for (int node = 0; node < shape.nodes(); node++) {
      if (kept[node]) {
        final int first = shape.firstChild(node);
        counts.add((int) IntStream.range(first, first + shape.childCount(node)).filter(child -> kept[child]).count());
        weights.add(tree.weights()[node]);
        if (shape.childCount(node) == 0) {
          labels.add(places[shape.label(node)]);
        }
      }
    }
    return new LabelTree(TreeShape.of(counts.toIntArray(), labels.toIntArray()), weights.toArray(NodeWeights[]::new));
  }
}
