package io.labelstream.train.labeltree.compress;

import io.labelstream.model.labeltree.LabelTree;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.cluster.FeatureMatrix;
import io.labelstream.train.labeltree.node.NodeTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The order in which the weights of a model matter, over all nodes and trees. A weight matters the more the greater it is, and the more its feature occurs in
 * texts that come to its node: magnitude times a power of {@value #UNSEEN} and the sum of the feature's squares in the texts with a label below the node's
 * parent. Immutable.
 *
 * @param ranks of the weights of each node of each tree
 * @param sorted all ranks, ascending
 */
record WeightRanking(float[][][] ranks, float[] sorted) {
  /** So little that it decides only between weights whose features hardly occur, which are ranked by magnitude. */
  private static final double UNSEEN = 1e-3;

  /**
   * The ranking by texts.
   *
   * @param power 0 for magnitude alone; 0.5 for the weight's part in the margins of texts, as a root of the sum of squares
   */
  static WeightRanking of(final LabelTreeModel model, final ModelTexts texts, final double power) {
    final List<float[][]> ranks = new ArrayList<>();
    for (final LabelTree tree : model.trees()) {
      ranks.add(new TreeRanks(tree, texts, power).ranks());
    }
    return of(ranks.toArray(float[][][]::new));
  }

  /** The ranking by magnitude alone. */
  static WeightRanking byMagnitude(final LabelTreeModel model) {
    return of(model.trees().stream()
        .map(tree -> Arrays.stream(tree.weights()).map(WeightRanking::magnitudes).toArray(float[][]::new)).toArray(float[][][]::new));
  }

  private static float[] magnitudes(final NodeWeights node) {
    final float[] magnitudes = new float[node.weights().length];
    for (int index = 0; index < magnitudes.length; index++) {
      magnitudes[index] = Math.abs(node.weights()[index]);
    }
    return magnitudes;
  }

  private static WeightRanking of(final float[][][] ranks) {
    final float[] sorted = new float[Arrays.stream(ranks).flatMap(Arrays::stream).mapToInt(node -> node.length).sum()];
    int count = 0;
    for (final float[][] tree : ranks) {
      for (final float[] node : tree) {
        System.arraycopy(node, 0, sorted, count, node.length);
        count += node.length;
      }
    }
    Arrays.parallelSort(sorted);
    return new WeightRanking(ranks, sorted);
  }

  /** The number of weights. */
  int weights() {
    return sorted.length;
  }

  /** The rank from which on there are about so many weights: a few more if ranks are equal. */
  float least(final int weights) {
    return weights == 0 ? Float.POSITIVE_INFINITY : sorted[sorted.length - weights];
  }

  /** Ranks the weights of one tree. Used once. */
  private static final class TreeRanks {
    private final LabelTree tree;
    private final FeatureMatrix features;
    private final int[][] rows;
    private final double power;
    private final double[] squares;

    TreeRanks(final LabelTree tree, final ModelTexts texts, final double power) {
      this.tree = tree;
      this.features = texts.features();
      this.rows = NodeTexts.of(texts.labels(), tree.shape()).rows();
      this.power = power;
      this.squares = new double[features.columns()];
    }

    float[][] ranks() {
      final TreeShape shape = tree.shape();
      final float[][] ranks = new float[shape.nodes()][];
      ranks[0] = magnitudes(tree.weights()[0]);
      for (int node = 0; node < shape.nodes(); node++) {
        add(rows[node]);
        for (int child = shape.firstChild(node); child < shape.firstChild(node) + shape.childCount(node); child++) {
          ranks[child] = magnitudes(tree.weights()[child]);
          for (int index = 0; index < ranks[child].length; index++) {
            ranks[child][index] *= (float) Math.pow(squares[tree.weights()[child].features()[index]] + UNSEEN, power);
          }
        }
        clear(rows[node]);
      }
      return ranks;
    }

    private void add(final int[] some) {
      for (final int row : some) {
        for (int at = features.starts()[row]; at < features.starts()[row + 1]; at++) {
          squares[features.features()[at]] += (double) features.values()[at] * features.values()[at];
        }
      }
    }

    private void clear(final int[] some) {
      for (final int row : some) {
        for (int at = features.starts()[row]; at < features.starts()[row + 1]; at++) {
          squares[features.features()[at]] = 0;
        }
      }
    }
  }
}
